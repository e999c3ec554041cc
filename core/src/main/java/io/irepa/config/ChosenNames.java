package io.irepa.config;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Names by which people tell components of a list apart. */
public final class ChosenNames {
  private ChosenNames() {}

  /**
   * A component's type and preset; where that is not enough, also the keys in which it differs from
   * the others of that type; where even that is not, its place among them.
   *
   * @return one a component, all different
   */
  public static List<String> of(List<? extends Chosen<?>> chosen) {
    List<String> names = new ArrayList<>(chosen.stream().map(ChosenNames::plain).toList());
    for (int i = 0; i < chosen.size(); i++) {
      if (count(names, names.get(i)) > 1) {
        List<Chosen<?>> alike = alike(chosen, names.get(i));
        for (int j = chosen.size() - 1; j >= i; j--) {
          if (names.get(j).equals(plain(chosen.get(i)))) {
            names.set(j, names.get(j) + differing(chosen.get(j), alike));
          }
        }
      }
    }
    for (int i = 0; i < names.size(); i++) {
      for (int j = i + 1, number = 2; j < names.size(); j++) {
        if (names.get(j).equals(names.get(i))) {
          names.set(j, names.get(j) + " (" + number + ")");
          number++;
        }
      }
    }
    return names;
  }

  private static long count(List<String> names, String name) {
    return names.stream().filter(name::equals).count();
  }

  private static List<Chosen<?>> alike(List<? extends Chosen<?>> chosen, String plain) {
    List<Chosen<?>> alike = new ArrayList<>();
    chosen.stream().filter(one -> plain(one).equals(plain)).forEach(alike::add);
    return alike;
  }

  private static String plain(Chosen<?> chosen) {
    return key(chosen, "preset").orElse(chosen.component().type());
  }

  private static Optional<String> key(Chosen<?> chosen, String key) {
    return chosen.settings().stream()
        .flatMap(record -> List.of(record.getClass().getRecordComponents()).stream())
        .filter(component -> component.getName().equals(key))
        .findFirst()
        .map(component -> text(Records.get(chosen.settings().orElseThrow(), component)))
        .filter(text -> !text.isEmpty());
  }

  private static String differing(Chosen<?> one, List<Chosen<?>> alike) {
    StringBuilder text = new StringBuilder();
    one.settings()
        .ifPresent(
            record -> {
              for (RecordComponent component : record.getClass().getRecordComponents()) {
                Optional<String> own = key(one, component.getName());
                if (alike.stream().anyMatch(o -> !key(o, component.getName()).equals(own))) {
                  text.append(' ')
                      .append(Names.kebab(component.getName()))
                      .append('=')
                      .append(own.orElse("-"));
                }
              }
            });
    return text.toString();
  }

  private static String text(Object value) {
    return value instanceof Optional<?> optional
        ? optional.map(Object::toString).orElse("")
        : String.valueOf(value);
  }
}
