/** The command line: thin commands over services that tests call directly. */
package io.irepa.cli;
