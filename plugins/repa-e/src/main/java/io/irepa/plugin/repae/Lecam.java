package io.irepa.plugin.repae;

import io.irepa.spi.Default;
import io.irepa.spi.Doc;
import io.irepa.spi.Range;

/** LeCam regularization of the discriminator (arXiv 2104.03310, eq. 4). */
public record Lecam(
    @Doc("factor in the discriminator's loss; 0 is none") @Default("0") @Range(min = 0)
        double weight,
    @Doc("decay of the logits' running means") @Default("0.999") @Range(min = 0, max = 1)
        double decay) {}
