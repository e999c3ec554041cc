/**
 * REPA (arXiv 2410.06940): the flow-matching objective with aligned hidden tokens, its MLP and
 * linear projectors, and the cosine alignment loss.
 */
package io.irepa.plugin.repa;
