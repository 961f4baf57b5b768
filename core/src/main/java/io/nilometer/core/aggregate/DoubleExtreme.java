package io.nilometer.core.aggregate;

import io.nilometer.api.FieldType;
import io.nilometer.core.bytes.ByteReader;
import io.nilometer.core.bytes.ByteWriter;
import io.nilometer.core.row.CatalystValues;
import io.nilometer.core.row.EventRow;
import org.jspecify.annotations.Nullable;

/**
 * {@code min} and {@code max} of floating-point numbers, NaN largest as in Spark, −0.0 before 0.0 (equal in Spark, which
 * answers with the first of them that came). State: whether there was a value, its bits.
 */
final class DoubleExtreme extends Accumulator {

    private final int slot;
    private final FieldType type;
    private final boolean largest;

    DoubleExtreme(int slot, FieldType type, boolean largest) {
        this.slot = slot;
        this.type = type;
        this.largest = largest;
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
            add(longs, at, row.doubleAt(slot));
        }
    }

    @Override
    public void merge(long[] longs, int at, @Nullable Object[] objects, int objectAt, ByteReader other) {
        if (other.readBoolean()) {
            add(longs, at, other.readDouble());
        }
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
        if (otherLongs[otherAt] != 0) {
            add(longs, at, Double.longBitsToDouble(otherLongs[otherAt + 1]));
        }
    }

    @Override
    public void write(long[] longs, int at, @Nullable Object[] objects, int objectAt, ByteWriter out) {
        out.writeBoolean(longs[at] != 0);
        if (longs[at] != 0) {
            out.writeLong(longs[at + 1]);
        }
    }

    @Override
    public @Nullable Object result(long[] longs, int at, @Nullable Object[] objects, int objectAt) {
        return longs[at] == 0 ? null : CatalystValues.toCatalyst(type, Double.longBitsToDouble(longs[at + 1]));
    }

    private void add(long[] longs, int at, double value) {
        if (longs[at] != 0) {
            int compared = Double.compare(value, Double.longBitsToDouble(longs[at + 1]));
            if (largest ? compared <= 0 : compared >= 0) {
                return;
            }
        }
        longs[at] = 1;
        longs[at + 1] = Double.doubleToLongBits(value);
    }
}
