/** Sampling: integration from noise to data, and pictures of what comes out. */
package io.irepa.sample;
