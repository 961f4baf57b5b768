package io.nilometer.core.program;

import io.nilometer.api.FieldType;
import io.nilometer.core.aggregate.AggregateSpec;
import java.util.List;
import java.util.Set;

/**
 * Cells that one or more metrics share: the same stream, filter, keys, slices and lateness, and the same expressions that
 * may fail.
 *
 * @param fingerprint names its state: depends on what it computes, not on names, lateness, or where it stands in the file
 * @param failing names the expressions that may fail for a record that it does not count then; empty when there are none
 * @param keys of its cells, in order
 * @param aggregates of all its metrics, each once
 * @param sources indexes of the sources whose events can reach it
 */
public record Grouping(
        int index,
        String fingerprint,
        String failing,
        List<Key> keys,
        Slicing slicing,
        long latenessMicros,
        List<AggregateSpec> aggregates,
        List<MetricProgram> metrics,
        Set<Integer> sources) {

    public record Key(String name, FieldType type) {}

    /** How time is cut. */
    public sealed interface Slicing permits Slices, Running {}

    /** No windows: state per key until it has had no event for {@code keep}. */
    public record Running(long keepMicros) implements Slicing {}
}
