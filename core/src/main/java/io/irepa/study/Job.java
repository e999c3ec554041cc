package io.irepa.study;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Work for one process of the command line.
 *
 * @param name of it, which tells it from all others
 * @param arguments of the command
 * @param result takes the command's output once it has ended well; it goes to the log otherwise
 */
record Job(String name, List<String> arguments, Optional<Path> result) {}
