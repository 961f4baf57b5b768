package io.nilometer.core.aggregate;

import io.nilometer.core.bytes.ByteReader;
import io.nilometer.core.bytes.ByteWriter;
import io.nilometer.core.row.EventRow;
import org.jspecify.annotations.Nullable;

/** {@code sum} of integers, a bigint that wraps around as Spark's does without ANSI. State: count, sum. */
final class LongSum extends Accumulator {

    private final int slot;

    LongSum(int slot) {
        this.slot = slot;
    }

    @Override
    public int longs() {
        return 2;
    }

    @Override
    public int objects() {
        return 0;
    }

    @Override
    public void update(long[] longs, int at, @Nullable Object[] objects, int objectAt, EventRow row, EventOrder order) {
        if (!row.isNullAt(slot)) {
            longs[at]++;
            longs[at + 1] += row.longAt(slot);
        }
    }

    @Override
    public void merge(long[] longs, int at, @Nullable Object[] objects, int objectAt, ByteReader other) {
        longs[at] += other.readUnsigned();
        longs[at + 1] += other.readSigned();
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
        longs[at + 1] += otherLongs[otherAt + 1];
    }

    @Override
    public void write(long[] longs, int at, @Nullable Object[] objects, int objectAt, ByteWriter out) {
        out.writeUnsigned(longs[at]);
        out.writeSigned(longs[at + 1]);
    }

    @Override
    public @Nullable Object result(long[] longs, int at, @Nullable Object[] objects, int objectAt) {
        return longs[at] == 0 ? null : (Object) longs[at + 1];
    }
}
