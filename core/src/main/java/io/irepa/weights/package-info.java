/**
 * Files of trained weights, whoever wrote them: safetensors, alone or in shards, and files of
 * {@code torch.save}. Names and shapes are there once a file is open; an array is read when it is
 * asked for.
 */
package io.irepa.weights;
