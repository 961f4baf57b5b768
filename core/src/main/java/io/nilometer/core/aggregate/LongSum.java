package io.nilometer.core.aggregate;

import io.nilometer.core.bytes.ByteReader;
import io.nilometer.core.bytes.ByteWriter;
import io.nilometer.core.row.EventRow;
import org.jspecify.annotations.Nullable;

/**
 * {@code sum} of integers, exact: null when it does not fit a bigint, whatever the parts did on the way. State: count, and
 * the sum as a 128-bit two's complement number, lowest word first.
 */
final class LongSum extends Accumulator {

    private final int slot;

    LongSum(int slot) {
        this.slot = slot;
    }

    @Override
    public int longs() {
        return 3;
    }

    @Override
    public int objects() {
        return 0;
    }

    @Override
    public void update(long[] longs, int at, @Nullable Object[] objects, int objectAt, EventRow row, EventOrder order) {
        if (!row.isNullAt(slot)) {
            longs[at]++;
            long value = row.longAt(slot);
            add(longs, at + 1, value, value >> 63);
        }
    }

    @Override
    public void merge(long[] longs, int at, @Nullable Object[] objects, int objectAt, ByteReader other) {
        long head = other.readUnsigned();
        longs[at] += head >>> 1;
        long low = other.readSigned();
        add(longs, at + 1, low, (head & 1) == 0 ? low >> 63 : other.readSigned());
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
        add(longs, at + 1, otherLongs[otherAt + 1], otherLongs[otherAt + 2]);
    }

    /** Twice the count, odd when the high word follows the low one. */
    @Override
    public void write(long[] longs, int at, @Nullable Object[] objects, int objectAt, ByteWriter out) {
        boolean fits = fits(longs, at);
        out.writeUnsigned(longs[at] << 1 | (fits ? 0 : 1));
        out.writeSigned(longs[at + 1]);
        if (!fits) {
            out.writeSigned(longs[at + 2]);
        }
    }

    @Override
    public @Nullable Object result(long[] longs, int at, @Nullable Object[] objects, int objectAt) {
        return longs[at] == 0 || !fits(longs, at) ? null : (Object) longs[at + 1];
    }

    @Override
    public boolean tooLarge(long[] longs, int at, @Nullable Object[] objects, int objectAt) {
        return !fits(longs, at);
    }

    private static boolean fits(long[] longs, int at) {
        return longs[at + 2] == longs[at + 1] >> 63;
    }

    private static void add(long[] sum, int at, long low, long high) {
        long added = sum[at] + low;
        sum[at + 1] += high + (Long.compareUnsigned(added, low) < 0 ? 1 : 0);
        sum[at] = added;
    }
}
