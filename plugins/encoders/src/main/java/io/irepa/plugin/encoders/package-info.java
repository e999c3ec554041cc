/** Frozen encoders whose patch tokens serve as alignment targets. */
package io.irepa.plugin.encoders;
