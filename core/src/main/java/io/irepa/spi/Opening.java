package io.irepa.spi;

import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * What a tracker needs to begin, or to go on as if the run had never stopped.
 *
 * @param run the run's folder, which exists
 * @param name of the run, for people
 * @param step steps done so far: 0 for a new run, otherwise that of the checkpoint it goes on from
 * @param config the whole configuration as YAML, defaults written out
 * @param warnings takes whole sentences for whoever watches the run; any thread may call it
 * @since 0.1
 */
public record Opening(Path run, String name, long step, String config, Consumer<String> warnings) {}
