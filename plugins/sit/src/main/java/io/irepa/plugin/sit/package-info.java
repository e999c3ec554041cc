/**
 * The SiT backbone (arXiv 2401.08740): a transformer over latent patches, conditioned by adaptive
 * layer norm. The arithmetic lives in the kernel texts beside these classes.
 */
package io.irepa.plugin.sit;
