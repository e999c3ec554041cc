/**
 * Image files as numbers: decoded the same way whoever reads them, be it a data source or the
 * command line. Uses Java's own readers; needs no native library.
 */
package io.irepa.image;
