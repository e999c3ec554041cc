package io.irepa.tests;

import japicmp.cmp.JApiCmpArchive;
import japicmp.cmp.JarArchiveComparator;
import japicmp.cmp.JarArchiveComparatorOptions;
import japicmp.filter.JavadocLikePackageFilter;
import japicmp.model.AccessModifier;
import japicmp.model.JApiBehavior;
import japicmp.model.JApiClass;
import japicmp.model.JApiCompatibility;
import japicmp.model.JApiCompatibilityChange;
import japicmp.model.JApiField;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What has become of the interfaces that plugins are built against, by japicmp. */
final class ApiChanges {
  /** The packages that docs/compatibility.md promises. */
  static final List<String> PACKAGES =
      List.of("io.irepa", "io.irepa.spi", "io.irepa.tensor", "io.irepa.testkit");

  private ApiChanges() {}

  /**
   * Changes that a plugin's class or its source may stumble over.
   *
   * @return such as {@code io.irepa.spi.Grid.size(): METHOD_REMOVED}, sorted
   */
  static Set<String> incompatible(Path before, Path now) {
    JarArchiveComparatorOptions options = new JarArchiveComparatorOptions();
    options.getIgnoreMissingClasses().setIgnoreAllMissingClasses(true);
    options.setAccessModifier(AccessModifier.PROTECTED);
    for (String name : PACKAGES) {
      options.getFilters().getIncludes().add(new JavadocLikePackageFilter(name, true));
    }
    List<JApiClass> classes =
        new JarArchiveComparator(options)
            .compare(
                new JApiCmpArchive(before.toFile(), "before"),
                new JApiCmpArchive(now.toFile(), "now"));
    Set<String> found = new TreeSet<>();
    for (JApiClass type : classes) {
      String name = type.getFullyQualifiedName();
      add(found, name, type);
      type.getMethods().forEach(method -> add(found, member(name, method), method));
      type.getConstructors().forEach(made -> add(found, member(name, made), made));
      type.getFields().forEach(field -> add(found, member(name, field), field));
      type.getInterfaces().forEach(one -> add(found, name, one));
      add(found, name, type.getSuperclass());
    }
    return found;
  }

  private static String member(String type, JApiBehavior behavior) {
    StringBuilder parameters = new StringBuilder();
    behavior
        .getParameters()
        .forEach(
            parameter ->
                parameters
                    .append(parameters.isEmpty() ? "" : ", ")
                    .append(parameter.getType().replaceAll(".*\\.", "")));
    return type + "." + behavior.getName() + "(" + parameters + ")";
  }

  private static String member(String type, JApiField field) {
    return type + "." + field.getName();
  }

  private static void add(Set<String> found, String place, JApiCompatibility part) {
    for (JApiCompatibilityChange change : part.getCompatibilityChanges()) {
      boolean fine = change.getType().isBinaryCompatible() && change.getType().isSourceCompatible();
      // A default method is how an interface grows.
      if (!fine && !change.getType().name().equals("METHOD_NEW_DEFAULT")) {
        found.add(place + ": " + change.getType());
      }
    }
  }
}
