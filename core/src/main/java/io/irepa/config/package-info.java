/**
 * YAML to records: reads with places, binds to the records of the run and of its components,
 * collects every problem with file, line and column, and describes the records as JSON schema and
 * as a reference.
 *
 * <p>Components are looked up in a {@link io.irepa.config.Catalog}; nothing is built here and no
 * native library is loaded.
 */
package io.irepa.config;
