/**
 * Data sources of many examples in a few files: WebDataset's tar shards, and the Parquet and Arrow
 * folders of Hugging Face's {@code datasets}. A {@link io.irepa.plugin.datasets.Store} reads rows
 * by their number; {@link io.irepa.plugin.datasets.StoredSource} makes examples of them.
 */
package io.irepa.plugin.datasets;
