/**
 * The command line as a user runs it, with the real plugin jars. There is nothing here but tests.
 */
package io.irepa.tests;
