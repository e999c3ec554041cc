/**
 * What every package shares: the one exception whose message is written for the person at the
 * terminal.
 */
package io.irepa;
