package io.irepa.plugin.mlflow;

/**
 * A scalar of a step.
 *
 * @param value a number, or the text of one that JSON cannot write, such as NaN
 * @param time of the record, in milliseconds since 1970
 */
record Metric(String name, long step, Object value, long time) {}
