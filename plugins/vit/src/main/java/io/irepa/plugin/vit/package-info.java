/**
 * Encoders made from one's own images: a plain vision transformer (arXiv 2010.11929) as a backbone
 * whose weights the encoder {@code vit} reads, and the objectives that train it, with labels or
 * without.
 */
package io.irepa.plugin.vit;
