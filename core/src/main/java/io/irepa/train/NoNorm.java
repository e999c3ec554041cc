package io.irepa.train;

import com.google.inject.Inject;
import io.irepa.spi.Component;
import io.irepa.spi.TargetNorm;
import io.irepa.spi.Tokens;
import org.pf4j.Extension;

/** Leaves targets as the encoder gave them. */
@Extension
@Component(value = "none", doc = "targets as the encoder gives them")
public final class NoNorm implements TargetNorm {
  /** Called by composition. */
  @Inject
  public NoNorm() {}

  @Override
  public Tokens normalize(Tokens tokens) {
    return tokens;
  }
}
