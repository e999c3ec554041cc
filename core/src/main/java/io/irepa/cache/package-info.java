/**
 * Encoders' tokens on disk. {@link io.irepa.cache.FeatureBuilder} writes them once, {@link
 * io.irepa.cache.CachedSource} adds them to the examples of a data source in the threads that read
 * it.
 */
package io.irepa.cache;
