package io.irepa.hub;

import io.irepa.IrepaException;
import io.irepa.weights.WeightFile;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A server of published weights, where a file is at {@code BASE/REPOSITORY/resolve/REVISION/FILE}.
 */
public final class Hub {
  private static final String SINGLE = "model.safetensors";
  private static final String INDEX = "model.safetensors.index.json";

  private final URI base;
  private final Fetcher fetcher;

  /**
   * @param base http or https address
   * @param token sent to this server alone, for files that need a permission
   * @param said is told what is done, a line at a time
   */
  public Hub(URI base, Optional<String> token, Consumer<String> said) {
    this.base = base;
    this.fetcher = new Fetcher(base, token, said);
  }

  /**
   * A model's repository at a revision.
   *
   * @param name owner and name, with a slash between
   * @param revision branch, tag or commit
   */
  public record Repository(String name, String revision) {
    /**
     * Checks the names, which become parts of addresses and of paths.
     *
     * @param name owner and name, with a slash between
     * @param revision branch, tag or commit
     * @throws IrepaException if one is none
     */
    public Repository {
      String part = "[A-Za-z0-9_][A-Za-z0-9_.-]*";
      if (!name.matches(part + "/" + part)) {
        throw new IrepaException("'" + name + "' is no name of a repository, which is OWNER/NAME.");
      }
      if (!revision.matches(part)) {
        throw new IrepaException("'" + revision + "' is no branch, tag or commit.");
      }
    }
  }

  /**
   * Fetches a model: its one safetensors file, or its index and all shards.
   *
   * @param folder where files lie below OWNER/NAME; made if it is not there
   * @return for the key weights
   * @throws IrepaException if there is no such model, or it does not come in whole
   */
  public Path model(Repository repository, Path folder) {
    Path own = folder.resolve(repository.name());
    Path single = own.resolve(SINGLE);
    if (!Files.exists(own.resolve(INDEX))
        && fetcher.fetch(address(repository, SINGLE), single, Optional.empty())) {
      return single;
    }
    Path index = own.resolve(INDEX);
    if (!fetcher.fetch(address(repository, INDEX), index, Optional.empty())) {
      throw missing(repository, SINGLE + " nor " + INDEX, "neither ");
    }
    for (String shard : WeightFile.shardsOf(index)) {
      file(repository, shard, folder, Optional.empty());
    }
    return index;
  }

  /**
   * Fetches one file.
   *
   * @param name without a folder
   * @param folder where files lie below OWNER/NAME
   * @param sha256 that it must have
   * @return where it is
   * @throws IrepaException if there is no such file, or it does not come in whole
   */
  public Path file(Repository repository, String name, Path folder, Optional<String> sha256) {
    if (!WeightFile.isPlainName(name)) {
      throw new IrepaException("'" + name + "' is no name of a file.");
    }
    Path target = folder.resolve(repository.name()).resolve(name);
    if (!fetcher.fetch(address(repository, name), target, sha256)) {
      throw missing(repository, name, "no ");
    }
    return target;
  }

  private IrepaException missing(Repository repository, String what, String no) {
    return new IrepaException(
        "%s at revision %s has %s%s on %s, or there is no such repository. Files of other names are fetched with --file."
            .formatted(repository.name(), repository.revision(), no, what, base));
  }

  private URI address(Repository repository, String file) {
    String text = base.toString().replaceFirst("/+$", "");
    return URI.create(
        String.join("/", List.of(text, repository.name(), "resolve", repository.revision(), file)));
  }
}
