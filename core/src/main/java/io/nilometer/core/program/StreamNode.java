package io.nilometer.core.program;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A stream as reached from one source: its steps, what reads its events, and the streams derived from it. A stream that is
 * reached over two ways (a union of two streams of the same source) has a node for each.
 *
 * @param steps in order; for a union they begin with what maps the parent's columns to the union's
 * @param arguments computes all that the feeds need beyond plain columns, in one projection; null when nothing
 * @param output index in {@link Program#streamOutputs}, or -1
 * @param outputSlots the slots of the output's columns, in order
 */
public record StreamNode(
        String stream,
        List<Step> steps,
        @Nullable Maker<Projector> arguments,
        List<Feed> feeds,
        int output,
        int[] outputSlots,
        List<StreamNode> derived) {

    /** What happens to every event of the stream. */
    public sealed interface Step {}

    public record Derive(Maker<Projector> projector) implements Step {}

    /** @param name what is rejected when the condition fails: {@code where} */
    public record Where(Maker<Condition> condition, String name) implements Step {}

    public record Explode(Maker<Exploder> exploder, String name) implements Step {}

    /**
     * What a grouping takes from each event.
     *
     * @param grouping index
     * @param whereSlot boolean slot: the event counts when true; -1 when all do
     * @param keySlots slots of the key columns
     * @param argumentSlots per aggregate of the grouping, the slots of its inputs
     * @param filterSlots per aggregate, a boolean slot: the event counts for it when true; -1 when all do
     */
    public record Feed(int grouping, int whereSlot, int[] keySlots, List<int[]> argumentSlots, int[] filterSlots) {}
}
