/**
 * The spatial structure of encoders' tokens over a data source (arXiv 2512.10794): a configuration
 * goes in, a table, JSON and a page come out.
 */
package io.irepa.spatial;
