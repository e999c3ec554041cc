package io.irepa.cache;

import io.irepa.IrepaException;
import java.nio.file.Path;

/** What a cache keeps of images, and how people are told of it. */
enum CacheKind {
  FEATURES("features", "encoder", "tokens"),
  LATENTS("latents", "autoencoder", "latents");

  private final String command;
  private final String network;
  private final String noun;

  CacheKind(String command, String network, String noun) {
    this.command = command;
    this.network = network;
    this.noun = noun;
  }

  /** What the network gives: tokens, or latents. */
  String noun() {
    return noun;
  }

  /** What makes it: an encoder, or an autoencoder. */
  String network() {
    return network;
  }

  /** What is cached, as in {@code the cached features}. */
  String cached() {
    return command;
  }

  /** The command that makes it. */
  String command() {
    return "irepa cache " + command;
  }

  /** How the names of its files end. */
  String ending() {
    return "." + noun;
  }

  IrepaException damaged(Path path, String reason) {
    return new IrepaException(
        "The cached %s in %s cannot be used: %s. Run '%s' with the configuration again; it makes what is missing or damaged anew."
            .formatted(cached(), path, reason, command()));
  }
}
