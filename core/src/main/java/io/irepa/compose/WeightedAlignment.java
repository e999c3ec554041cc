package io.irepa.compose;

import ai.djl.ndarray.NDArray;
import io.irepa.spi.Alignment;
import io.irepa.spi.AlignmentLoss;
import io.irepa.spi.Batch;
import io.irepa.spi.Projector;
import io.irepa.spi.Schedule;
import io.irepa.spi.TargetNorm;
import io.irepa.spi.Tokens;
import io.irepa.tensor.Autograd;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The sum over alignments of weight times loss (REPA, arXiv 2410.06940, eq. 8, for several
 * encoders).
 */
public final class WeightedAlignment implements Alignment {
  private final List<Part> parts;
  private final long steps;

  /**
   * One alignment.
   *
   * @param depth that is tapped
   * @param weight before the schedule
   */
  public record Part(
      int depth,
      Projector projector,
      TargetNorm norm,
      AlignmentLoss loss,
      double weight,
      Schedule schedule) {
    double weight(long step, long steps) {
      return weight * schedule.factor(step, steps);
    }
  }

  WeightedAlignment(List<Part> parts, long steps) {
    this.parts = List.copyOf(parts);
    this.steps = steps;
  }

  @Override
  public Set<Integer> depths(long step) {
    Set<Integer> depths = new TreeSet<>();
    for (Part part : parts) {
      if (part.weight(step, steps) != 0) {
        depths.add(part.depth());
      }
    }
    return depths;
  }

  @Override
  public Terms terms(Map<Integer, Tokens> hidden, Batch batch) {
    NDArray sum = null;
    Map<Integer, NDArray> each = new LinkedHashMap<>();
    for (int i = 0; i < parts.size(); i++) {
      Part part = parts.get(i);
      double weight = part.weight(batch.step(), steps);
      if (weight == 0) {
        continue;
      }
      Tokens tapped = hidden.get(part.depth());
      NDArray loss =
          part.loss()
              .loss(part.projector().project(tapped), normalized(part, batch.target(i)), tapped);
      each.put(i, loss);
      NDArray weighted = loss.mul((float) weight);
      sum = sum == null ? weighted : sum.add(weighted);
    }
    return new Terms(Optional.ofNullable(sum), each);
  }

  private static Tokens normalized(Part part, Tokens target) {
    try (Autograd.Recording off = Autograd.off()) {
      return part.norm().normalize(target);
    }
  }
}
