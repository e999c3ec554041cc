package io.irepa.plugin.encoders.vit;

import java.util.List;

/**
 * From an image in [0,1] to what a network takes.
 *
 * @param resize how
 * @param normalizeFirst whether the image is normalized before it is resized, or after
 * @param mean of red, green and blue
 * @param deviation likewise
 */
record Preprocessing(
    Resize resize, boolean normalizeFirst, List<Double> mean, List<Double> deviation) {
  private static final List<Double> IMAGENET_MEAN = List.of(0.485, 0.456, 0.406);
  private static final List<Double> IMAGENET_DEVIATION = List.of(0.229, 0.224, 0.225);
  private static final List<Double> CLIP_MEAN = List.of(0.48145466, 0.4578275, 0.40821073);
  private static final List<Double> CLIP_DEVIATION = List.of(0.26862954, 0.26130258, 0.27577711);
  private static final List<Double> HALF = List.of(0.5, 0.5, 0.5);

  /** Normalized as ImageNet's images, then resized bicubically. */
  static final Preprocessing IMAGENET =
      new Preprocessing(Resize.BICUBIC, true, IMAGENET_MEAN, IMAGENET_DEVIATION);

  /** Normalized as ImageNet's images; images come in the network's size. */
  static final Preprocessing IMAGENET_AS_IS =
      new Preprocessing(Resize.NONE, true, IMAGENET_MEAN, IMAGENET_DEVIATION);

  /** Resized bilinearly with antialias, then normalized as ImageNet's images. */
  static final Preprocessing ANTIALIAS_IMAGENET =
      new Preprocessing(Resize.BILINEAR_ANTIALIAS, false, IMAGENET_MEAN, IMAGENET_DEVIATION);

  /** Resized bicubically, then normalized by CLIP's constants. */
  static final Preprocessing CLIP =
      new Preprocessing(Resize.BICUBIC, false, CLIP_MEAN, CLIP_DEVIATION);

  /** Resized bilinearly, then from [0,1] to [-1,1]. */
  static final Preprocessing BILINEAR_SYMMETRIC =
      new Preprocessing(Resize.BILINEAR, false, HALF, HALF);

  /** Resized bicubically, then from [0,1] to [-1,1]. */
  static final Preprocessing BICUBIC_SYMMETRIC =
      new Preprocessing(Resize.BICUBIC, false, HALF, HALF);

  /** In a sentence. */
  String describe() {
    String normalized = "normalized by mean %s and deviation %s".formatted(mean, deviation);
    String resized =
        switch (resize) {
          case NONE -> "taken in the network's size";
          case BICUBIC -> "resized bicubically";
          case BILINEAR -> "resized bilinearly";
          case BILINEAR_ANTIALIAS -> "resized bilinearly with antialias";
        };
    return normalizeFirst ? normalized + ", " + resized : resized + ", " + normalized;
  }

  /** With half-pixel centres; bicubic with a = -0.75. */
  enum Resize {
    /** Images are to come in the network's size; others are resized bicubically. */
    NONE,
    /** Without antialias. */
    BICUBIC,
    /** Without antialias. */
    BILINEAR,
    /** A triangle as wide as the step between the pixels that are left. */
    BILINEAR_ANTIALIAS
  }
}
