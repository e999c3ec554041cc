/**
 * Records of a run on an MLflow server. Events go into a journal in the run's folder ({@link
 * io.irepa.plugin.mlflow.Journal}); a thread of its own sends the journal ({@link
 * io.irepa.plugin.mlflow.Sender}) through MLflow's REST interface ({@link
 * io.irepa.plugin.mlflow.Server}).
 */
package io.irepa.plugin.mlflow;
