package io.nilometer.core.aggregate;

import io.nilometer.core.bytes.ByteReader;
import io.nilometer.core.bytes.ByteWriter;
import io.nilometer.core.row.EventRow;
import org.jspecify.annotations.Nullable;

/** An accumulator with one mutable object as its state, made when the first event counts. */
abstract class ObjectAccumulator<S> extends Accumulator {

    /** A state of no event. */
    abstract S empty();

    /** Whether the event does not count. */
    abstract boolean skips(EventRow row);

    abstract void add(S state, EventRow row, EventOrder order);

    /** Adds the other state and shares nothing mutable with it. */
    abstract void addAll(S state, S other);

    /** Adds what {@link #write(Object, ByteWriter)} wrote. */
    abstract void addAll(S state, ByteReader other);

    abstract void write(S state, ByteWriter out);

    abstract @Nullable Object result(S state);

    abstract long heapBytes(S state);

    boolean capped(S state) {
        return false;
    }

    @Override
    public int longs() {
        return 0;
    }

    @Override
    public final int objects() {
        return 1;
    }

    @Override
    public void update(long[] longs, int at, @Nullable Object[] objects, int objectAt, EventRow row, EventOrder order) {
        if (!skips(row)) {
            add(made(objects, objectAt), row, order);
        }
    }

    @Override
    public final void merge(long[] longs, int at, @Nullable Object[] objects, int objectAt, ByteReader other) {
        if (other.readBoolean()) {
            addAll(made(objects, objectAt), other);
        }
    }

    @Override
    public final void merge(
            long[] longs,
            int at,
            @Nullable Object[] objects,
            int objectAt,
            long[] otherLongs,
            int otherAt,
            @Nullable Object[] otherObjects,
            int otherObjectAt) {
        S other = present(otherObjects, otherObjectAt);
        if (other != null) {
            addAll(made(objects, objectAt), other);
        }
    }

    @Override
    public final void write(long[] longs, int at, @Nullable Object[] objects, int objectAt, ByteWriter out) {
        S state = present(objects, objectAt);
        out.writeBoolean(state != null);
        if (state != null) {
            write(state, out);
        }
    }

    @Override
    public final @Nullable Object result(long[] longs, int at, @Nullable Object[] objects, int objectAt) {
        S state = present(objects, objectAt);
        return result(state == null ? empty() : state);
    }

    @Override
    public final long heapBytes(@Nullable Object[] objects, int objectAt) {
        S state = present(objects, objectAt);
        return state == null ? 0 : heapBytes(state);
    }

    @Override
    public final boolean capped(@Nullable Object[] objects, int objectAt) {
        S state = present(objects, objectAt);
        return state != null && capped(state);
    }

    private S made(@Nullable Object[] objects, int objectAt) {
        S state = present(objects, objectAt);
        if (state == null) {
            state = empty();
            objects[objectAt] = state;
        }
        return state;
    }

    /** Only this accumulator writes the slot. */
    @SuppressWarnings("unchecked")
    private @Nullable S present(@Nullable Object[] objects, int objectAt) {
        return (S) objects[objectAt];
    }
}
