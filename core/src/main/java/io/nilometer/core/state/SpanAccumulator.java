package io.nilometer.core.state;

import io.nilometer.core.aggregate.Accumulator;
import io.nilometer.core.aggregate.EventOrder;
import io.nilometer.core.bytes.ByteReader;
import io.nilometer.core.bytes.ByteWriter;
import io.nilometer.core.row.EventRow;
import org.jspecify.annotations.Nullable;

/** The smallest and largest event time of a cell: what sessions and running metrics need beside their aggregates. */
final class SpanAccumulator extends Accumulator {

    @Override
    public int longs() {
        return 2;
    }

    @Override
    public int objects() {
        return 0;
    }

    @Override
    public void init(long[] longs, int at) {
        longs[at] = Long.MAX_VALUE;
        longs[at + 1] = Long.MIN_VALUE;
    }

    @Override
    public void update(long[] longs, int at, @Nullable Object[] objects, int objectAt, EventRow row, EventOrder order) {
        widen(longs, at, order.timeMicros, order.timeMicros);
    }

    @Override
    public void merge(long[] longs, int at, @Nullable Object[] objects, int objectAt, ByteReader other) {
        long start = other.readSigned();
        widen(longs, at, start, start + other.readUnsigned());
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
        widen(longs, at, otherLongs[otherAt], otherLongs[otherAt + 1]);
    }

    /** Only cells with an event are written. */
    @Override
    public void write(long[] longs, int at, @Nullable Object[] objects, int objectAt, ByteWriter out) {
        out.writeSigned(longs[at]);
        out.writeUnsigned(longs[at + 1] - longs[at]);
    }

    @Override
    public @Nullable Object result(long[] longs, int at, @Nullable Object[] objects, int objectAt) {
        return null;
    }

    private static void widen(long[] longs, int at, long start, long end) {
        longs[at] = Math.min(longs[at], start);
        longs[at + 1] = Math.max(longs[at + 1], end);
    }
}
