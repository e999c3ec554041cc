/**
 * For authors of plugins: projects to begin with, and what is wrong with a jar. Nothing here loads
 * the native library.
 */
package io.irepa.author;
