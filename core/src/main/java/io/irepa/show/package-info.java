/**
 * Pictures of what an encoder gives for an image. Composes an encoder and a norm as a run does;
 * pictures go out as Java's images, and as PNG files.
 */
package io.irepa.show;
