/**
 * Frozen vision transformers: one network, described by what differs between the published ones.
 *
 * <p>A family is one class with its record of keys and a {@link
 * io.irepa.plugin.encoders.vit.VitFamily}, which says how images enter, what the blocks look like,
 * which presets there are, and how files name the weights.
 */
package io.irepa.plugin.encoders.vit;
