package io.irepa.plugin.encoders.vit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntUnaryOperator;

/** What the published networks of one kind have in common; immutable. */
final class VitFamily {
  private final String name;
  private final Preprocessing preprocessing;
  private final Positions positions;
  private final Activation activation;
  private final double epsilon;
  private final boolean patchBias;
  private final boolean keyBias;
  private final boolean preNorm;
  private final boolean finalNorm;
  private final boolean classToken;
  private final boolean layerScale;
  private final IntUnaryOperator gatedWidth;
  private final Map<String, VitPreset> presets;
  private final List<NameScheme> schemes;

  private VitFamily(Builder builder) {
    this.name = builder.name;
    this.preprocessing = builder.preprocessing;
    this.positions = builder.positions;
    this.activation = builder.activation;
    this.epsilon = builder.epsilon;
    this.patchBias = builder.patchBias;
    this.keyBias = builder.keyBias;
    this.preNorm = builder.preNorm;
    this.finalNorm = builder.finalNorm;
    this.classToken = builder.classToken;
    this.layerScale = builder.layerScale;
    this.gatedWidth = builder.gatedWidth;
    this.presets = VitPreset.table(builder.presets, classToken, layerScale);
    this.schemes = List.copyOf(builder.schemes);
  }

  /** A family with a class token, learned positions, biases everywhere and a norm at the end. */
  static Builder named(String name) {
    return new Builder(name);
  }

  String name() {
    return name;
  }

  Preprocessing preprocessing() {
    return preprocessing;
  }

  Positions positions() {
    return positions;
  }

  Activation activation() {
    return activation;
  }

  /** Of the layer norms. */
  double epsilon() {
    return epsilon;
  }

  boolean patchBias() {
    return patchBias;
  }

  /** Whether keys have a bias where queries and values have one. */
  boolean keyBias() {
    return keyBias;
  }

  /** Whether tokens are normalized before the first block. */
  boolean preNorm() {
    return preNorm;
  }

  /** Whether the tokens that are taken are those after a norm. */
  boolean finalNorm() {
    return finalNorm;
  }

  boolean classToken() {
    return classToken;
  }

  /** Whether the class token has a position of its own. */
  boolean classPosition() {
    return positions.added();
  }

  boolean layerScale() {
    return layerScale;
  }

  /** The width inside a gated feed-forward by the key {@code mlp}. */
  int gatedWidth(int mlp) {
    return gatedWidth.applyAsInt(mlp);
  }

  /** By name, in the order of their sizes. */
  Map<String, VitPreset> presets() {
    return presets;
  }

  /**
   * A preset by its published name, or by that without the family: {@code dinov2-vit-b}, {@code
   * vit-b}.
   */
  Optional<VitPreset> preset(String wanted) {
    return Optional.ofNullable(presets.get(wanted))
        .or(() -> Optional.ofNullable(presets.get(name + "-" + wanted)));
  }

  List<NameScheme> schemes() {
    return schemes;
  }

  /** A fingerprint's part: all that changes tokens beside weights and dimensions. */
  @Override
  public String toString() {
    return "%s[%s, %s, %s, epsilon=%s, preNorm=%s, finalNorm=%s]"
        .formatted(name, preprocessing, positions, activation, epsilon, preNorm, finalNorm);
  }

  /** Says what differs. */
  static final class Builder {
    private final String name;
    private Preprocessing preprocessing = Preprocessing.IMAGENET;
    private Positions positions = Positions.LEARNED;
    private Activation activation = Activation.GELU;
    private double epsilon = 1e-6;
    private boolean patchBias = true;
    private boolean keyBias = true;
    private boolean preNorm;
    private boolean finalNorm = true;
    private boolean classToken = true;
    private boolean layerScale;
    private IntUnaryOperator gatedWidth = mlp -> mlp;
    private String presets = "";
    private final List<NameScheme> schemes = new ArrayList<>();

    private Builder(String name) {
      this.name = name;
    }

    Builder images(Preprocessing way) {
      preprocessing = way;
      return this;
    }

    Builder positions(Positions kind) {
      positions = kind;
      return this;
    }

    Builder activation(Activation kind) {
      activation = kind;
      return this;
    }

    Builder epsilon(double value) {
      epsilon = value;
      return this;
    }

    Builder noPatchBias() {
      patchBias = false;
      return this;
    }

    Builder noKeyBias() {
      keyBias = false;
      return this;
    }

    Builder preNorm() {
      preNorm = true;
      return this;
    }

    Builder noFinalNorm() {
      finalNorm = false;
      return this;
    }

    Builder noClassToken() {
      classToken = false;
      return this;
    }

    Builder layerScale() {
      layerScale = true;
      return this;
    }

    /** Two thirds of the key, rounded up to a multiple of 8, as DINOv2 has it. */
    Builder twoThirdsGated() {
      gatedWidth = mlp -> (mlp * 2 / 3 + 7) / 8 * 8;
      return this;
    }

    /** As {@link VitPreset#table} reads it. */
    Builder presets(String table) {
      presets = table;
      return this;
    }

    /** A way in which files name the weights. */
    Builder scheme(NameScheme scheme) {
      schemes.add(scheme);
      return this;
    }

    VitFamily build() {
      return new VitFamily(this);
    }
  }
}
