/** SIFT descriptors as patch tokens, by OpenCV. Its native libraries are in the plugin's jar. */
package io.irepa.plugin.sift;
