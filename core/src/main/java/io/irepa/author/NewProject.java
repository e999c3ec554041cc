package io.irepa.author;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.lang.model.SourceVersion;

/**
 * What a new plugin's project is called.
 *
 * @param name the extension's type, in kebab-case; the artifact's name too
 * @param kind what it extends
 * @param packageName of its class
 * @param pluginId in the manifest
 */
public record NewProject(String name, Kind kind, String packageName, String pluginId) {
  private static final String NAME = "[a-z][a-z0-9]*(-[a-z0-9]+)*";

  /** The package of an extension whose author names none. */
  public static String packageOf(String name) {
    return "org.example." + name.replace("-", "");
  }

  /** {@code my-loss} as {@code MyLoss}. */
  String className() {
    return Arrays.stream(name.split("-", -1))
        .map(part -> Character.toUpperCase(part.charAt(0)) + part.substring(1))
        .collect(Collectors.joining());
  }

  String folderOfPackage() {
    return packageName.replace('.', '/');
  }

  /** Why there can be no project of these names, if so; a whole sentence. */
  public Optional<String> problem() {
    if (!name.matches(NAME) || name.length() > 60) {
      return Optional.of(
          "The name '%s' cannot be a type: small letters, digits and single hyphens, a letter first, as in smooth-cosine."
              .formatted(name));
    }
    if (!SourceVersion.isName(packageName)
        || !packageName.equals(packageName.toLowerCase(Locale.ROOT))) {
      return Optional.of(
          "'%s' is no package. Give one of small letters, as in --package org.example.losses."
              .formatted(packageName));
    }
    if (packageName.equals("io.irepa") || packageName.startsWith("io.irepa.")) {
      return Optional.of("The package io.irepa is irepa's own. Choose one of yours.");
    }
    if (!pluginId.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,99}")) {
      return Optional.of(
          "'%s' cannot be a plugin's id: letters, digits, dots, hyphens and underscores."
              .formatted(pluginId));
    }
    return clash();
  }

  /** A class of the same simple name that the project's own code refers to. */
  private Optional<String> clash() {
    return Template.of(this)
        .typeNamed(className())
        .map(
            other ->
                "Its class would be called %s, as %s is, which it refers to. Choose another name, such as my-%s."
                    .formatted(className(), other, name));
  }
}
