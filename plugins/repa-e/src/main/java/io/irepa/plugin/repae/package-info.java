/**
 * REPA-E (arXiv 2504.10483): an autoencoder and the model on its latents, trained end to end with
 * alignment; its losses (patch discriminator, LPIPS, posterior), and the training of an autoencoder
 * by itself.
 */
package io.irepa.plugin.repae;
