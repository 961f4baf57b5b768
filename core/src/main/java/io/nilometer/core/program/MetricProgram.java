package io.nilometer.core.program;

import io.nilometer.api.FieldType;
import io.nilometer.api.Relation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What turns the cells of a grouping into the rows of one metric.
 *
 * @param windows null for a running metric
 * @param aggregates which of the grouping's it computes from
 * @param relation window_start, window_end, keys, selected columns, and rank when there is a {@code top}
 * @param types of the relation's columns
 * @param updateEveryMicros shortest time between two provisional results of one window and key
 */
public record MetricProgram(
        String name,
        @Nullable Windows windows,
        List<Integer> aggregates,
        Maker<ResultProjector> results,
        @Nullable Top top,
        Relation relation,
        List<FieldType> types,
        long updateEveryMicros) {

    /**
     * The first n rows of a window, in the order of the projected sort values, ties by key columns ascending.
     *
     * @param per indexes of relation columns within whose values ranks are counted
     */
    public record Top(int n, List<SortOrder> order, List<Integer> per) {}

    public record SortOrder(boolean descending, boolean nullsFirst) {}
}
