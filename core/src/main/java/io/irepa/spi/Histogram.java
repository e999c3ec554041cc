package io.irepa.spi;

/**
 * How the finite numbers of an array are distributed, in bins of equal width from the least to the
 * greatest. Numbers that are not finite are left out.
 *
 * @param count of the numbers
 * @param least of them; 0 where there is none
 * @param greatest of them; 0 where there is none
 * @param sum of them
 * @param squares the sum of their squares
 * @param bins how many lie in each bin, from the least up; a bin holds its lower edge, and the last
 *     one both
 * @since 0.1
 */
public record Histogram(
    long count, double least, double greatest, double sum, double squares, long[] bins) {
  /**
   * The upper edge of a bin.
   *
   * @param bin counted from 0
   * @return {@code greatest} for the last one
   */
  public double edge(int bin) {
    return bin == bins.length - 1 ? greatest : least + (greatest - least) * (bin + 1) / bins.length;
  }
}
