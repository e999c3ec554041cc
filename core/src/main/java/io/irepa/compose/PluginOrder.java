package io.irepa.compose;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pf4j.ManifestPluginDescriptorFinder;
import org.pf4j.PluginDependency;
import org.pf4j.PluginDescriptor;
import org.pf4j.VersionManager;

/**
 * Which jars can be loaded, and in what order: a plugin comes after those that its manifest names
 * in {@code Plugin-Dependencies}. One that cannot be loaded takes along only those that need it.
 */
final class PluginOrder {
  private final VersionManager versions;
  private final List<Plugins.Failure> failures;
  private final Map<String, Candidate> candidates = new LinkedHashMap<>();
  private final Set<String> refused = new LinkedHashSet<>();

  /** A jar whose manifest is whole. */
  private record Candidate(Path jar, PluginDescriptor descriptor) {}

  private PluginOrder(VersionManager versions, List<Plugins.Failure> failures) {
    this.versions = versions;
    this.failures = failures;
  }

  /**
   * Sorts.
   *
   * @param jars in the order of their folders
   * @param failures takes those that are left out, with the reason
   */
  static List<Path> of(List<Path> jars, VersionManager versions, List<Plugins.Failure> failures) {
    PluginOrder order = new PluginOrder(versions, failures);
    order.read(jars);
    order.refuseWhatLacksSomething();
    return order.sorted();
  }

  private void read(List<Path> jars) {
    Map<String, List<Candidate>> byId = new LinkedHashMap<>();
    for (Path jar : jars) {
      Optional<String> problem = PluginJar.problem(jar);
      if (problem.isPresent()) {
        failures.add(new Plugins.Failure(jar, problem.get()));
      } else {
        PluginDescriptor descriptor = new ManifestPluginDescriptorFinder().find(jar);
        byId.computeIfAbsent(descriptor.getPluginId(), id -> new ArrayList<>())
            .add(new Candidate(jar, descriptor));
      }
    }
    byId.forEach(
        (id, all) -> {
          candidates.put(id, all.get(0));
          if (all.size() > 1) {
            String names =
                all.stream().map(one -> one.jar().toString()).collect(Collectors.joining(", "));
            for (Candidate one : all) {
              String reason =
                  "Several jars have the Plugin-Id %s, and none of them is used: %s. Keep one."
                      .formatted(id, names);
              failures.add(new Plugins.Failure(one.jar(), reason));
            }
            refused.add(id);
          }
        });
  }

  private void refuseWhatLacksSomething() {
    int before;
    do {
      before = refused.size();
      for (Map.Entry<String, Candidate> entry : candidates.entrySet()) {
        if (!refused.contains(entry.getKey())) {
          lacking(entry.getValue())
              .ifPresent(reason -> refuse(entry.getKey(), entry.getValue().jar(), reason));
        }
      }
    } while (refused.size() > before);
  }

  private void refuse(String id, Path jar, String reason) {
    refused.add(id);
    failures.add(new Plugins.Failure(jar, reason));
  }

  private Optional<String> lacking(Candidate plugin) {
    for (PluginDependency needed : plugin.descriptor().getDependencies()) {
      Candidate found = candidates.get(needed.getPluginId());
      if (found == null || refused.contains(needed.getPluginId())) {
        if (!needed.isOptional()) {
          return Optional.of(
              "It needs the plugin %s, which %s."
                  .formatted(
                      needed.getPluginId(),
                      found == null ? "is not installed" : "cannot be used either (see above)"));
        }
      } else if (!versions.checkVersionConstraint(
          found.descriptor().getVersion(), needed.getPluginVersionSupport())) {
        return Optional.of(
            "It needs the plugin %s in version %s, and %s is version %s."
                .formatted(
                    needed.getPluginId(),
                    needed.getPluginVersionSupport(),
                    found.jar(),
                    found.descriptor().getVersion()));
      }
    }
    return Optional.empty();
  }

  private List<Path> sorted() {
    Map<String, Path> sorted = new LinkedHashMap<>();
    Set<String> left = new LinkedHashSet<>(candidates.keySet());
    left.removeAll(refused);
    boolean progress = true;
    while (progress && !left.isEmpty()) {
      List<String> ready = left.stream().filter(id -> needs(id).noneMatch(left::contains)).toList();
      ready.forEach(id -> sorted.put(id, candidates.get(id).jar()));
      progress = left.removeAll(ready);
    }
    left.forEach(
        id ->
            refuse(
                id, candidates.get(id).jar(), "It depends on plugins that depend on it: " + left));
    return List.copyOf(sorted.values());
  }

  private Stream<String> needs(String id) {
    return candidates.get(id).descriptor().getDependencies().stream()
        .map(PluginDependency::getPluginId);
  }
}
