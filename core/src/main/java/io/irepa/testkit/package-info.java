/**
 * Contracts of the extension points as tests: a plugin's test class extends one, says how to make
 * its extension, and inherits the checks. Needs JUnit 5 and AssertJ, which are optional
 * dependencies of core, and libtorch. Nothing here is used by a run.
 */
package io.irepa.testkit;
