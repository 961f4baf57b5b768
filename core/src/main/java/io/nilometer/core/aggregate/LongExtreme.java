package io.nilometer.core.aggregate;

import io.nilometer.api.FieldType;
import io.nilometer.core.bytes.ByteReader;
import io.nilometer.core.bytes.ByteWriter;
import io.nilometer.core.row.CatalystValues;
import io.nilometer.core.row.EventRow;
import org.jspecify.annotations.Nullable;

/**
 * {@code min} and {@code max} of types kept as longs; {@code bool_and} and {@code bool_or} are those of booleans. State:
 * whether there was a value, the value.
 */
final class LongExtreme extends Accumulator {

    private final int slot;
    private final FieldType type;
    private final boolean largest;

    LongExtreme(int slot, FieldType type, boolean largest) {
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
            add(longs, at, row.longAt(slot));
        }
    }

    @Override
    public void merge(long[] longs, int at, @Nullable Object[] objects, int objectAt, ByteReader other) {
        if (other.readBoolean()) {
            add(longs, at, other.readSigned());
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
            add(longs, at, otherLongs[otherAt + 1]);
        }
    }

    @Override
    public void write(long[] longs, int at, @Nullable Object[] objects, int objectAt, ByteWriter out) {
        out.writeBoolean(longs[at] != 0);
        if (longs[at] != 0) {
            out.writeSigned(longs[at + 1]);
        }
    }

    @Override
    public @Nullable Object result(long[] longs, int at, @Nullable Object[] objects, int objectAt) {
        return longs[at] == 0 ? null : CatalystValues.toCatalyst(type, longs[at + 1]);
    }

    private void add(long[] longs, int at, long value) {
        if (longs[at] == 0 || (largest ? value > longs[at + 1] : value < longs[at + 1])) {
            longs[at] = 1;
            longs[at + 1] = value;
        }
    }
}
