package io.irepa.show;

import io.irepa.spi.Grid;

/**
 * An image's tokens as levels that can be drawn, row by row over their grid. A carrier: arrays are
 * not copied.
 *
 * @param grid of the tokens, T of them
 * @param patch index of the token that the others are compared with
 * @param raw of the tokens as the encoder gives them
 * @param normalized of the tokens after the norm
 */
public record TokenView(Grid grid, int patch, Levels raw, Levels normalized) {
  /**
   * Two ways to look at tokens.
   *
   * @param components the first three principal components, T times red, green and blue in [0,1]
   * @param similarity the cosine of the angle to the token {@code patch}, from -1 to 1
   */
  public record Levels(float[] components, float[] similarity) {}

  /**
   * How the similarity is distributed over the other tokens.
   *
   * @param least of them
   * @param mean of them
   * @param deviation standard deviation
   */
  public record Spread(double least, double mean, double deviation) {}

  /**
   * The spread of a similarity over all tokens but {@code patch}; of a single token, that token's.
   */
  public Spread spread(Levels levels) {
    double least = 1;
    double sum = 0;
    double squares = 0;
    int others = 0;
    for (int i = 0; i < grid.size(); i++) {
      if (i != patch || grid.size() == 1) {
        double value = levels.similarity()[i];
        least = Math.min(least, value);
        sum += value;
        squares += value * value;
        others++;
      }
    }
    double mean = sum / others;
    return new Spread(least, mean, Math.sqrt(Math.max(0, squares / others - mean * mean)));
  }
}
