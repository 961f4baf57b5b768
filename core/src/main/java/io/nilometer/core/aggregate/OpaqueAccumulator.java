package io.nilometer.core.aggregate;

import io.nilometer.core.bytes.ByteReader;
import io.nilometer.core.bytes.ByteWriter;
import io.nilometer.core.row.EventRow;
import org.jspecify.annotations.Nullable;

/** Any other aggregate of Spark's: its buffer is in the object slot, its bytes are its own. */
final class OpaqueAccumulator extends Accumulator {

    /** For what Spark keeps per buffer; it does not say. */
    private static final long GUESS = 1024;

    private final CatalystAggregate aggregate;
    private final int[] slots;

    OpaqueAccumulator(CatalystAggregate aggregate, int[] slots) {
        this.aggregate = aggregate;
        this.slots = slots;
    }

    @Override
    public int longs() {
        return 0;
    }

    @Override
    public int objects() {
        return 1;
    }

    @Override
    public void update(long[] longs, int at, @Nullable Object[] objects, int objectAt, EventRow row, EventOrder order) {
        Object buffer = objects[objectAt];
        objects[objectAt] = aggregate.update(buffer == null ? aggregate.newBuffer() : buffer, row, slots);
    }

    @Override
    public void merge(long[] longs, int at, @Nullable Object[] objects, int objectAt, ByteReader other) {
        if (other.readBoolean()) {
            add(objects, objectAt, aggregate.read(other.readBytes()));
        }
    }

    /** Through bytes: nobody knows what a buffer shares with another after a merge. */
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
        Object other = otherObjects[otherObjectAt];
        if (other != null) {
            add(objects, objectAt, aggregate.read(aggregate.write(other)));
        }
    }

    @Override
    public void write(long[] longs, int at, @Nullable Object[] objects, int objectAt, ByteWriter out) {
        Object buffer = objects[objectAt];
        out.writeBoolean(buffer != null);
        if (buffer != null) {
            byte[] bytes = aggregate.write(buffer);
            out.writeBytes(bytes, 0, bytes.length);
        }
    }

    @Override
    public @Nullable Object result(long[] longs, int at, @Nullable Object[] objects, int objectAt) {
        Object buffer = objects[objectAt];
        return aggregate.result(buffer == null ? aggregate.newBuffer() : buffer);
    }

    @Override
    public long heapBytes(@Nullable Object[] objects, int objectAt) {
        return objects[objectAt] == null ? 0 : GUESS;
    }

    private void add(@Nullable Object[] objects, int objectAt, Object other) {
        Object buffer = objects[objectAt];
        objects[objectAt] = buffer == null ? other : aggregate.merge(buffer, other);
    }
}
