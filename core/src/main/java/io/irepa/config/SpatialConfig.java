package io.irepa.config;

import io.irepa.spi.Default;
import io.irepa.spi.Doc;
import io.irepa.spi.Encoder;
import io.irepa.spi.Metric;
import io.irepa.spi.Range;
import io.irepa.spi.TargetNorm;
import java.util.List;

/** How the spatial structure of encoders' tokens is measured. */
public record SpatialConfig(
    @Doc("encoders beside those of the alignments") @Default("[]") List<Chosen<Encoder>> encoders,
    @Doc("compared with the tokens as they are") @Default("{type: spatial, gamma: 0.6}")
        Chosen<TargetNorm> norm,
    @Doc("of tokens; those that need masks are left out where there are none")
        @Default("[{type: lds}, {type: cds}, {type: srss}, {type: rmsc}]")
        List<Chosen<Metric>> metrics,
    @Doc("images of the data, evenly over all") @Default("256") @Range(min = 1) int images,
    @Doc("images an encoder sees at once") @Default("8") @Range(min = 1) int batch,
    @Doc("images whose similarity maps the page shows") @Default("4") @Range(min = 0) int maps) {}
