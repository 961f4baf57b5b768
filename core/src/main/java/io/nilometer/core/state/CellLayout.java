package io.nilometer.core.state;

import io.nilometer.core.aggregate.Accumulator;
import io.nilometer.core.bytes.ByteReader;
import io.nilometer.core.bytes.ByteWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the accumulators of a grouping lie within a cell's long and object slots. The first longs of a cell say whose it
 * is, see {@link CellTable}. Belongs to one thread, as its accumulators do.
 */
public final class CellLayout {

    static final int HASH = 0;
    static final int KEY_OFFSET = 1;
    static final int KEY_LOW = 2;
    static final int KEY_HIGH = 3;
    static final int SLICE = 4;
    static final int FIRST_AND_LENGTH = 5;
    private static final int HEAD = 6;

    /** Longs from one cell to the next. */
    final int stride;

    final int objects;
    final Accumulator[] accumulators;
    private final int results;
    final int[] longAt;
    final int[] objectAt;

    /** @param results how many of them, from the first on, have a result */
    public CellLayout(List<Accumulator> accumulators, int results) {
        this.results = results;
        this.accumulators = accumulators.toArray(Accumulator[]::new);
        longAt = new int[this.accumulators.length];
        objectAt = new int[this.accumulators.length];
        int nextLong = HEAD;
        int nextObject = 0;
        for (int i = 0; i < this.accumulators.length; i++) {
            longAt[i] = nextLong;
            objectAt[i] = nextObject;
            nextLong += this.accumulators[i].longs();
            nextObject += this.accumulators[i].objects();
        }
        stride = nextLong;
        objects = nextObject;
    }

    void init(Cells cells, int cell) {
        for (int i = 0; i < accumulators.length; i++) {
            accumulators[i].init(cells.longs, cell * stride + longAt[i]);
        }
    }

    void write(Cells cells, int cell, ByteWriter out) {
        for (int i = 0; i < accumulators.length; i++) {
            accumulators[i].write(
                    cells.longs, cell * stride + longAt[i], cells.objects, cell * objects + objectAt[i], out);
        }
    }

    /** Writes one of the accumulators alone. */
    void write(Cells cells, int cell, int accumulator, ByteWriter out) {
        accumulators[accumulator].write(
                cells.longs,
                cell * stride + longAt[accumulator],
                cells.objects,
                cell * objects + objectAt[accumulator],
                out);
    }

    void merge(Cells cells, int cell, ByteReader in) {
        for (int i = 0; i < accumulators.length; i++) {
            accumulators[i].merge(
                    cells.longs, cell * stride + longAt[i], cells.objects, cell * objects + objectAt[i], in);
        }
    }

    void merge(Cells cells, int cell, Cells other, int otherCell) {
        for (int i = 0; i < accumulators.length; i++) {
            accumulators[i].merge(
                    cells.longs,
                    cell * stride + longAt[i],
                    cells.objects,
                    cell * objects + objectAt[i],
                    other.longs,
                    otherCell * stride + longAt[i],
                    other.objects,
                    otherCell * objects + objectAt[i]);
        }
    }

    /** The aggregates of a cell in catalyst's form, in the grouping's order. */
    @Nullable
    Object[] results(Cells cells, int cell) {
        @Nullable Object[] values = new Object[results];
        for (int i = 0; i < results; i++) {
            values[i] = accumulators[i].result(
                    cells.longs, cell * stride + longAt[i], cells.objects, cell * objects + objectAt[i]);
        }
        return values;
    }

    /** Whether a limit has made some aggregate of the cell leave something out. */
    boolean capped(Cells cells, int cell) {
        for (int i = 0; i < accumulators.length; i++) {
            if (accumulators[i].capped(cells.objects, cell * objects + objectAt[i])) {
                return true;
            }
        }
        return false;
    }

    /** Whether some aggregate of the cell is null because it does not fit its type. */
    boolean tooLarge(Cells cells, int cell) {
        for (int i = 0; i < accumulators.length; i++) {
            if (accumulators[i].tooLarge(
                    cells.longs, cell * stride + longAt[i], cells.objects, cell * objects + objectAt[i])) {
                return true;
            }
        }
        return false;
    }

    long heapBytes(Cells cells, int cell) {
        long bytes = 0;
        for (int i = 0; i < accumulators.length; i++) {
            bytes += accumulators[i].heapBytes(cells.objects, cell * objects + objectAt[i]);
        }
        return bytes;
    }
}
