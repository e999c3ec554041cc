/**
 * JiT (arXiv 2511.13720): a transformer over large patches of pixels that predicts the clean image,
 * and the objective it is trained with. The arithmetic of the backbone lies in the kernel texts
 * beside these classes.
 */
package io.irepa.plugin.jit;
