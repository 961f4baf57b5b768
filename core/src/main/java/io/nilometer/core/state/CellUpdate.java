package io.nilometer.core.state;

import io.nilometer.core.aggregate.Accumulator;
import io.nilometer.core.aggregate.EventOrder;
import io.nilometer.core.row.EventRow;
import java.util.List;

/**
 * How an event is added to a cell: the accumulators of a grouping, bound to the slots of one source's rows. Cells of several
 * feeds may share a table: its layout is the same for all.
 */
public final class CellUpdate {

    private final Accumulator[] accumulators;
    private final int[] longAt;
    private final int[] objectAt;
    private final int stride;
    private final int objects;

    /** @param bound the layout's accumulators in the same order, bound to slots */
    public CellUpdate(CellLayout layout, List<Accumulator> bound) {
        accumulators = bound.toArray(Accumulator[]::new);
        longAt = layout.longAt;
        objectAt = layout.objectAt;
        stride = layout.stride;
        objects = layout.objects;
    }

    void apply(Cells cells, int cell, EventRow row, EventOrder order) {
        int longBase = cell * stride;
        int objectBase = cell * objects;
        for (int i = 0; i < accumulators.length; i++) {
            accumulators[i].update(
                    cells.longs, longBase + longAt[i], cells.objects, objectBase + objectAt[i], row, order);
        }
    }
}
