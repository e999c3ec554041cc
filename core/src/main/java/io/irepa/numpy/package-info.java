/**
 * NumPy's {@code .npy} format, inside archives and rows as well as in files: headers, and numbers
 * as float32. Knows no tensors.
 */
package io.irepa.numpy;
