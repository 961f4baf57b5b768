package io.nilometer.core.aggregate;

import io.nilometer.core.bytes.ByteReader;
import io.nilometer.core.bytes.ByteWriter;
import io.nilometer.core.row.EventRow;
import org.jspecify.annotations.Nullable;

/** {@code FILTER (WHERE …)}: only events whose boolean slot is true reach the accumulator inside. */
final class Filtered extends Accumulator {

    private final Accumulator inside;
    private final int filterSlot;

    Filtered(Accumulator inside, int filterSlot) {
        this.inside = inside;
        this.filterSlot = filterSlot;
    }

    @Override
    public int longs() {
        return inside.longs();
    }

    @Override
    public int objects() {
        return inside.objects();
    }

    @Override
    public void init(long[] longs, int at) {
        inside.init(longs, at);
    }

    @Override
    public void update(long[] longs, int at, @Nullable Object[] objects, int objectAt, EventRow row, EventOrder order) {
        if (!row.isNullAt(filterSlot) && row.longAt(filterSlot) != 0) {
            inside.update(longs, at, objects, objectAt, row, order);
        }
    }

    @Override
    public void merge(long[] longs, int at, @Nullable Object[] objects, int objectAt, ByteReader other) {
        inside.merge(longs, at, objects, objectAt, other);
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
        inside.merge(longs, at, objects, objectAt, otherLongs, otherAt, otherObjects, otherObjectAt);
    }

    @Override
    public void write(long[] longs, int at, @Nullable Object[] objects, int objectAt, ByteWriter out) {
        inside.write(longs, at, objects, objectAt, out);
    }

    @Override
    public @Nullable Object result(long[] longs, int at, @Nullable Object[] objects, int objectAt) {
        return inside.result(longs, at, objects, objectAt);
    }

    @Override
    public long heapBytes(@Nullable Object[] objects, int objectAt) {
        return inside.heapBytes(objects, objectAt);
    }

    @Override
    public boolean capped(@Nullable Object[] objects, int objectAt) {
        return inside.capped(objects, objectAt);
    }

    @Override
    public boolean tooLarge(long[] longs, int at, @Nullable Object[] objects, int objectAt) {
        return inside.tooLarge(longs, at, objects, objectAt);
    }
}
