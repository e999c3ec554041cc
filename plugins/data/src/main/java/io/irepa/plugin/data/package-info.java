/** Data sources: folders and zip files of class folders, and a synthetic source. */
package io.irepa.plugin.data;
