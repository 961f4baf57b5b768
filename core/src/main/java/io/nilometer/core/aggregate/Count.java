package io.nilometer.core.aggregate;

import io.nilometer.core.bytes.ByteReader;
import io.nilometer.core.bytes.ByteWriter;
import io.nilometer.core.row.EventRow;
import org.jspecify.annotations.Nullable;

/** {@code count(*)}, {@code count(a, b)} (no input null) and {@code count_if(condition)}. */
final class Count extends Accumulator {

    private final int[] slots;
    private final boolean onlyTrue;

    /** @param onlyTrue whether the one input is a boolean that must be true */
    Count(int[] slots, boolean onlyTrue) {
        this.slots = slots;
        this.onlyTrue = onlyTrue;
    }

    @Override
    public int longs() {
        return 1;
    }

    @Override
    public int objects() {
        return 0;
    }

    @Override
    public void update(long[] longs, int at, @Nullable Object[] objects, int objectAt, EventRow row, EventOrder order) {
        for (int slot : slots) {
            if (row.isNullAt(slot) || onlyTrue && row.longAt(slot) == 0) {
                return;
            }
        }
        longs[at]++;
    }

    @Override
    public void merge(long[] longs, int at, @Nullable Object[] objects, int objectAt, ByteReader other) {
        longs[at] += other.readUnsigned();
    }

    @Override
    public void merge(
            long[] longs,
            int at,
            @Nullable Object[] objects,
            int objectAt,
            long[] otherLongs,
            int otherAt,
            @Nullable Object[] otherObjects,
            int otherObjectAt) {
        longs[at] += otherLongs[otherAt];
    }

    @Override
    public void write(long[] longs, int at, @Nullable Object[] objects, int objectAt, ByteWriter out) {
        out.writeUnsigned(longs[at]);
    }

    @Override
    public @Nullable Object result(long[] longs, int at, @Nullable Object[] objects, int objectAt) {
        return longs[at];
    }
}
