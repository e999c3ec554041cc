package io.irepa.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.pytorch.jni.JniUtils;
import io.irepa.IrepaException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * The blocks of the recording that is open on a thread, in order, whose activations were not kept,
 * and the way back through them. To libtorch, a block's results are leaves of the graph: gradients
 * arrive there, go through the block, which is run again, and on from its inputs.
 */
final class Tape {
  private static final ThreadLocal<Tape> OPEN = new ThreadLocal<>();

  /** Whether the thread's last recording was closed with blocks that no gradient went through. */
  private static final ThreadLocal<Boolean> LEFT = ThreadLocal.withInitial(() -> false);

  private final List<Segment> segments = new ArrayList<>();
  private boolean replaying;

  private Tape() {}

  /** Begins a tape, unless one is open on the thread. */
  static boolean begin() {
    if (OPEN.get() != null) {
      return false;
    }
    OPEN.set(new Tape());
    LEFT.set(false);
    return true;
  }

  /** Ends the thread's tape. */
  static void end() {
    LEFT.set(OPEN.get().segments.stream().anyMatch(segment -> !segment.spent()));
    OPEN.remove();
  }

  /** Runs a block, and notes it if a recording is open. */
  static NDList run(Function<NDList, NDList> block, NDList inputs) {
    Tape tape = OPEN.get();
    if (tape == null || tape.replaying || !JniUtils.isGradMode()) {
      return block.apply(inputs);
    }
    Segment segment = Segment.run(block, inputs);
    tape.segments.add(segment);
    return new NDList(segment.outputs());
  }

  /**
   * Whether gradients must go through blocks that are computed again.
   *
   * @throws IrepaException if there were some in a recording that is closed
   */
  static boolean hasBlocks() {
    Tape tape = OPEN.get();
    if (tape == null && LEFT.get()) {
      throw new IrepaException(
          "Gradients go through blocks that are computed again only while the recording is open. Take them before Autograd.on() is closed.");
    }
    return tape != null && !tape.segments.isEmpty();
  }

  /** Gradients as {@link Autograd#gradients} promises them, through the blocks of the recording. */
  static NDList gradients(NDArray loss, NDList wanted, boolean keep) {
    Tape tape = OPEN.get();
    tape.replaying = true;
    try {
      return tape.back(loss, wanted, keep);
    } finally {
      tape.replaying = false;
    }
  }

  private NDList back(NDArray loss, NDList wanted, boolean keep) {
    segments.removeIf(segment -> segment.spent() && segment.isClosed());
    Set<NDArray> leaves = Collections.newSetFromMap(new IdentityHashMap<>());
    segments.forEach(segment -> leaves.addAll(segment.outputs()));
    segments.forEach(Segment::checkOpen);
    NDList outside = distinct(wanted, leaves);
    GradientSums arrived = new GradientSums();
    // At blocks' inputs that other operators made.
    GradientSums pending = new GradientSums();

    // Blocks share what is recorded around them, so that stays until the last one is done.
    VectorJacobian.pull(
        new NDList(loss), new NDList(loss.onesLike()), with(outside, segments), true, arrived::add);
    for (int i = segments.size() - 1; i >= 0; i--) {
      Segment segment = segments.get(i);
      if (!pending.isEmpty()) {
        pull(pending, segment.outputs(), true, arrived);
      }
      if (segment.outputs().stream().anyMatch(arrived::has)) {
        NDList others = with(outside, segments.subList(0, i));
        Set<NDArray> inputs = Collections.newSetFromMap(new IdentityHashMap<>());
        inputs.addAll(segment.inputs());
        segment.back(
            arrived,
            others,
            keep,
            (array, gradient) ->
                (inputs.contains(array) && !leaves.contains(array) ? pending : arrived)
                    .add(array, gradient));
        segment.outputs().stream()
            .filter(output -> wanted.stream().noneMatch(array -> array == output))
            .forEach(arrived::close);
      }
    }
    if (!pending.isEmpty() && !outside.isEmpty()) {
      pull(pending, outside, keep, arrived);
    }
    return new NDList(wanted.stream().map(arrived::get).toArray(NDArray[]::new));
  }

  private static void pull(GradientSums from, NDList inputs, boolean keep, GradientSums arrived) {
    VectorJacobian.pull(from.arrays(), from.gradients(), inputs, keep, arrived::add);
  }

  /** Each array once, those of a set left out. */
  private static NDList distinct(NDList arrays, Set<NDArray> without) {
    Set<NDArray> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    seen.addAll(without);
    return new NDList(arrays.stream().filter(seen::add).toArray(NDArray[]::new));
  }

  private static NDList with(NDList arrays, List<Segment> segments) {
    NDList all = new NDList(arrays);
    segments.forEach(segment -> all.addAll(segment.outputs()));
    return all;
  }
}
