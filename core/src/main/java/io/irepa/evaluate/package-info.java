/**
 * Feeds metrics: reads images evenly over a data source, turns them and samples into features,
 * keeps features in files, so that many images need little memory and a killed evaluation goes on,
 * and reads published reference statistics.
 */
package io.irepa.evaluate;
