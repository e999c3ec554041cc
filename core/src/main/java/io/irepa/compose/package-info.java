/**
 * From the plugin folder and a checked configuration to the objects of one run: PF4J loads the
 * jars, Guice calls the constructors. Nothing here knows an extension by name.
 */
package io.irepa.compose;
