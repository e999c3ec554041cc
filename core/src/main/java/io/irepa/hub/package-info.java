/**
 * Fetches published weights over HTTP when somebody asks for it; nothing else in core reaches for
 * the network. Files come in whole, with their checksum beside them.
 */
package io.irepa.hub;
