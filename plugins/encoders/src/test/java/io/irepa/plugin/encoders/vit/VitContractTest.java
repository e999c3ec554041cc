package io.irepa.plugin.encoders.vit;

import ai.djl.ndarray.NDManager;
import io.irepa.spi.Encoder;
import io.irepa.tensor.Precision;
import io.irepa.testkit.EncoderContract;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/** The contract of encoders, for each family. */
final class VitContractTest {
  /** One network of a family. */
  abstract static class Contract extends EncoderContract {
    @TempDir private Path folder;

    abstract VitFamily family();

    UnaryOperator<TinyVit.Keys> keys() {
      return keys -> keys;
    }

    Precision precision() {
      return Precision.FLOAT32;
    }

    NameScheme scheme() {
      return family().schemes().get(0);
    }

    @Override
    protected final int resolution() {
      return 24;
    }

    @Override
    protected final Encoder encoder(NDManager manager) {
      Path file = folder.resolve("weights.safetensors");
      TinyVit.Keys keys = keys().apply(TinyVit.Keys.of(family(), file));
      TinyVit.write(file, keys, scheme(), manager);
      return TinyVit.open(keys, manager, precision());
    }
  }

  @Nested
  final class OfDino extends Contract {
    @Override
    VitFamily family() {
      return Dino.FAMILY;
    }
  }

  @Nested
  final class OfDinoV2 extends Contract {
    @Override
    VitFamily family() {
      return DinoV2.FAMILY;
    }
  }

  @Nested
  final class OfDinoV2WithRegistersAndGates extends Contract {
    @Override
    VitFamily family() {
      return DinoV2.FAMILY;
    }

    @Override
    UnaryOperator<TinyVit.Keys> keys() {
      return keys -> keys.withRegisters(2).gated();
    }
  }

  @Nested
  final class OfDinoV2InBfloat16 extends Contract {
    @Override
    VitFamily family() {
      return DinoV2.FAMILY;
    }

    @Override
    Precision precision() {
      return Precision.BFLOAT16;
    }
  }

  @Nested
  final class OfDinoV2Mixed extends Contract {
    @Override
    VitFamily family() {
      return DinoV2Mixed.FAMILY;
    }

    @Override
    UnaryOperator<TinyVit.Keys> keys() {
      return keys -> keys.mixed(0.1);
    }
  }

  @Nested
  final class OfDinoV3 extends Contract {
    @Override
    VitFamily family() {
      return DinoV3.FAMILY;
    }

    @Override
    UnaryOperator<TinyVit.Keys> keys() {
      return keys -> keys.withRegisters(4);
    }
  }

  @Nested
  final class OfDinoV3GatedInBfloat16 extends Contract {
    @Override
    VitFamily family() {
      return DinoV3.FAMILY;
    }

    @Override
    NameScheme scheme() {
      return NameSchemes.TRANSFORMERS_DINOV3_GATED;
    }

    @Override
    UnaryOperator<TinyVit.Keys> keys() {
      return TinyVit.Keys::gated;
    }

    @Override
    Precision precision() {
      return Precision.BFLOAT16;
    }
  }

  @Nested
  final class OfWebSsl extends Contract {
    @Override
    VitFamily family() {
      return WebSsl.FAMILY;
    }
  }

  @Nested
  final class OfMocoV3 extends Contract {
    @Override
    VitFamily family() {
      return MocoV3.FAMILY;
    }
  }

  @Nested
  final class OfClip extends Contract {
    @Override
    VitFamily family() {
      return Clip.FAMILY;
    }
  }

  @Nested
  final class OfIJepa extends Contract {
    @Override
    VitFamily family() {
      return IJepa.FAMILY;
    }
  }

  @Nested
  final class OfMae extends Contract {
    @Override
    VitFamily family() {
      return Mae.FAMILY;
    }
  }

  @Nested
  final class OfSiglip extends Contract {
    @Override
    VitFamily family() {
      return Siglip.FAMILY;
    }
  }

  @Nested
  final class OfSiglip2 extends Contract {
    @Override
    VitFamily family() {
      return Siglip2.FAMILY;
    }
  }

  @Nested
  final class OfPe extends Contract {
    @Override
    VitFamily family() {
      return Pe.FAMILY;
    }
  }

  @Nested
  final class OfLangPeInBfloat16 extends Contract {
    @Override
    VitFamily family() {
      return LangPe.FAMILY;
    }

    @Override
    Precision precision() {
      return Precision.BFLOAT16;
    }
  }

  @Nested
  final class OfSpatialPe extends Contract {
    @Override
    VitFamily family() {
      return SpatialPe.FAMILY;
    }
  }
}
