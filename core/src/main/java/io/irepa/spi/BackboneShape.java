package io.irepa.spi;

/**
 * What is known of a backbone from its configuration alone. All numbers are at least 1.
 *
 * @param channels of x, C
 * @param input side of x, in latent or pixel units: x is [B,C,input,input]
 * @param grid of the hidden image tokens, T = grid.size()
 * @param hidden width of the hidden tokens, D
 * @param depth number of blocks; taps are 1 to depth
 * @param classes number of classes, labels 0 to classes - 1; the label {@code classes} is the null
 *     label
 * @param interval whether it embeds t - r, for objectives with a second time
 * @since 0.1
 */
public record BackboneShape(
    int channels, int input, Grid grid, int hidden, int depth, int classes, boolean interval) {}
