/**
 * Image files in folders and zip files as they come: looked through, and made into what training
 * reads. Works on the files themselves, in several threads; no tensor is made here.
 */
package io.irepa.prepare;
