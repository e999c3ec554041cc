/**
 * The autoencoder of latent diffusion (arXiv 2112.10752), in all published sizes: its keys, its two
 * networks as lists of layers, and the files that its weights come from.
 */
package io.irepa.plugin.autoencoder;
