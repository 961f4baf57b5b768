package io.nilometer.core.merge;

import io.nilometer.core.state.CellTable;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** The cells of one slice in one bucket, and which of them have changed since their last provisional result. */
final class SliceCells {

    final long slice;
    CellTable table;
    private final @Nullable BitSet[] changed;

    /** @param wanted per metric of the grouping, whether provisional results are wanted */
    SliceCells(long slice, CellTable table, boolean[] wanted) {
        this.slice = slice;
        this.table = table;
        changed = new BitSet[wanted.length];
        for (int i = 0; i < wanted.length; i++) {
            changed[i] = wanted[i] ? new BitSet() : null;
        }
    }

    void touched(int cell) {
        for (BitSet cells : changed) {
            if (cells != null) {
                cells.set(cell);
            }
        }
    }

    /** The cells that have changed for a metric; the caller clears what it has told. */
    BitSet changed(int metric) {
        BitSet cells = changed[metric];
        return cells == null ? new BitSet() : cells;
    }

    boolean anyChanged(int metric) {
        BitSet cells = changed[metric];
        return cells != null && !cells.isEmpty();
    }

    /** Replaces the table by one with other cell numbers; whatever was changed stays changed by key. */
    void replace(CellTable survivors) {
        for (BitSet cells : changed) {
            if (cells == null || cells.isEmpty()) {
                continue;
            }
            BitSet moved = new BitSet();
            for (int cell = cells.nextSetBit(0); cell >= 0; cell = cells.nextSetBit(cell + 1)) {
                int at = survivors.find(
                        table.keys(),
                        table.keyOffset(cell),
                        table.keyLength(cell),
                        table.hash(cell),
                        table.slice(cell),
                        table.first(cell));
                if (at >= 0) {
                    moved.set(at);
                }
            }
            cells.clear();
            cells.or(moved);
        }
        table = survivors;
    }
}
