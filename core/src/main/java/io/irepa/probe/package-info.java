/**
 * How well a linear classifier tells classes apart by an encoder's frozen tokens: encoders and
 * labelled images go in, accuracies come out.
 */
package io.irepa.probe;
