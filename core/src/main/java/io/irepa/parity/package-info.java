/**
 * Parity: composes a piece as a training run would, feeds it recorded inputs and draws, and
 * compares with what an independent implementation gave.
 */
package io.irepa.parity;
