package io.irepa.spi;

import ai.djl.ndarray.NDArray;

/**
 * Image tokens and how they lie. A carrier: it neither owns nor closes the array.
 *
 * @param values [B,T,D] or [B,T,K] with T = grid.size(), row by row; class, register and in-context
 *     tokens left out
 * @param grid of the tokens
 * @since 0.1
 */
public record Tokens(NDArray values, Grid grid) {}
