package io.nilometer.core.state;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The slots of many cells, one behind the other. */
final class Cells {

    long[] longs;

    @Nullable
    Object[] objects;

    private final int longsPerCell;
    private final int objectsPerCell;

    Cells(CellLayout layout, int capacity) {
        longsPerCell = layout.stride;
        objectsPerCell = layout.objects;
        longs = new long[capacity * longsPerCell];
        objects = new Object[capacity * objectsPerCell];
    }

    void grow(int capacity) {
        longs = Arrays.copyOf(longs, Math.multiplyExact(capacity, longsPerCell));
        objects = Arrays.copyOf(objects, Math.multiplyExact(capacity, objectsPerCell));
    }

    /** Makes the first cells as new. */
    void clear(int cells) {
        Arrays.fill(longs, 0, cells * longsPerCell, 0);
        Arrays.fill(objects, 0, cells * objectsPerCell, null);
    }
}
