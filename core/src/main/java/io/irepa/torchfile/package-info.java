/**
 * PyTorch's files ({@code torch.save}, {@code torch.load}), without PyTorch and without Python.
 *
 * <p>Such a file holds a pickle, which is a program: it can name any function of Python and have it
 * called. The reader here runs the few steps that build numbers, texts, lists, maps and tensors,
 * and refuses every other name. Numbers of tensors stay in the file until one is asked for. The
 * writer makes files that {@code torch.load(weights_only=True)} takes.
 */
package io.irepa.torchfile;
