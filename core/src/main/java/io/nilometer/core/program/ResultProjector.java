package io.nilometer.core.program;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Computes a metric's row from the aggregates of a window and key. Used by one thread. */
public interface ResultProjector {

    /**
     * @param keys in catalyst's form
     * @param aggregates of the grouping, in its order, in catalyst's form
     * @param startMicros of the window
     * @param endMicros of the window
     * @return null when {@code having} is not true
     */
    @Nullable
    Projected project(@Nullable Object[] keys, @Nullable Object[] aggregates, long startMicros, long endMicros);

    /** Whether a number in the row projected last, or in what decided about it, did not fit its type; it is null then. */
    boolean wasTooLarge();

    /** How many expressions have failed since the last call; each such value is null in its row. */
    long takeFailures();

    /**
     * @param values of the relation's columns without rank, as {@link io.nilometer.api.Row} has them
     * @param order the values to sort by, of types that a row can hold, comparable with those of the same metric; empty without {@code top}
     */
    record Projected(List<@Nullable Object> values, List<@Nullable Comparable<?>> order) {}
}
