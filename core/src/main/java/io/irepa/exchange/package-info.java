/**
 * Checkpoints of published code: brought into a run's folder, and written from one. A file's arrays
 * come in one at a time; how published code names and orders them is told by the backbone's {@link
 * io.irepa.spi.PublishedLayout}.
 */
package io.irepa.exchange;
