package io.irepa.spi;

/**
 * The shape of an encoder's patch tokens.
 *
 * @param grid of the tokens
 * @param width numbers a token, K, at least 1
 * @since 0.1
 */
public record TokenShape(Grid grid, int width) {}
