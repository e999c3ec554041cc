package io.irepa.plugin.encoders.vit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** All families, for telling what a file is. */
final class VitFamilies {
  private VitFamilies() {}

  static List<VitFamily> all() {
    return List.of(
        Dino.FAMILY,
        DinoV2.FAMILY,
        DinoV3.FAMILY,
        WebSsl.FAMILY,
        MocoV3.FAMILY,
        Clip.FAMILY,
        IJepa.FAMILY,
        Mae.FAMILY,
        Siglip.FAMILY,
        Siglip2.FAMILY,
        Pe.FAMILY,
        LangPe.FAMILY,
        SpatialPe.FAMILY,
        Vit.FAMILY);
  }

  /**
   * What a file looks like, in a sentence or two.
   *
   * @param shapes of its arrays by name
   */
  static String guess(Map<String, long[]> shapes) {
    List<String> presets = new ArrayList<>();
    List<NamedArrays> outlined = new ArrayList<>();
    for (VitFamily family : all()) {
      for (NamedArrays arrays : Fit.named(family, shapes)) {
        if (!arrays.outline().isEmpty()) {
          outlined.add(arrays);
          presets.addAll(fitting(family, arrays));
        }
      }
    }
    if (outlined.isEmpty()) {
      return "Its names are not those of a vision transformer that is known here.";
    }
    String outline =
        outlined.stream()
            .min(Comparator.comparingInt(arrays -> arrays.unknown().size()))
            .orElseThrow()
            .outline();
    return "It looks like a vision transformer with %s%s."
        .formatted(
            outline,
            presets.isEmpty()
                ? "; no preset has these"
                : ", as " + String.join(", ", presets.stream().distinct().toList()));
  }

  private static List<String> fitting(VitFamily family, NamedArrays arrays) {
    return family.presets().values().stream()
        .filter(preset -> Fit.of(family, VitKeys.shape(family, preset), arrays).complete())
        .map(VitPreset::name)
        .toList();
  }
}
