package io.nilometer.core.aggregate;

import io.nilometer.api.PartitionId;
import io.nilometer.core.bytes.ByteReader;
import io.nilometer.core.bytes.ByteWriter;
import io.nilometer.core.row.EventRow;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * {@code first}, {@code last}, {@code max_by} and {@code min_by}: the value of one event among all. Where several events are
 * the largest or smallest, the latest of them counts (Spark's choice too, when it sees them in order).
 */
final class Pick extends ObjectAccumulator<Pick.State> {

    private static final PartitionId NOWHERE = new PartitionId("", 0);

    private final int slot;
    private final Encoding encoding;
    private final int keySlot;
    private final @Nullable Encoding keys;
    private final boolean skipNulls;
    private final boolean largestKey;
    private final boolean latest;
    private final ByteWriter key = new ByteWriter(64);
    private final ByteWriter value = new ByteWriter(64);

    private Pick(
            int slot,
            Encoding encoding,
            int keySlot,
            @Nullable Encoding keys,
            boolean skipNulls,
            boolean largestKey,
            boolean latest) {
        this.slot = slot;
        this.encoding = encoding;
        this.keySlot = keySlot;
        this.keys = keys;
        this.skipNulls = skipNulls;
        this.largestKey = largestKey;
        this.latest = latest;
    }

    static Pick first(int slot, Encoding encoding, boolean skipNulls) {
        return new Pick(slot, encoding, -1, null, skipNulls, true, false);
    }

    static Pick last(int slot, Encoding encoding, boolean skipNulls) {
        return new Pick(slot, encoding, -1, null, skipNulls, true, true);
    }

    static Pick by(int slot, Encoding encoding, int keySlot, Encoding keys, boolean largest) {
        return new Pick(slot, encoding, keySlot, keys, false, largest, true);
    }

    /** The best event so far; {@code key} is null before the first. */
    static final class State {
        private long time;
        private PartitionId partition = NOWHERE;
        private long position;
        private int index;
        private byte @Nullable [] key;
        private byte @Nullable [] value;
    }

    @Override
    State empty() {
        return new State();
    }

    /** Events without a key never count; first and last count null values unless told otherwise. */
    @Override
    boolean skips(EventRow row) {
        return keys != null ? row.isNullAt(keySlot) : skipNulls && row.isNullAt(slot);
    }

    @Override
    void add(State state, EventRow row, EventOrder order) {
        key.reset();
        if (keys != null) {
            keys.write(row, keySlot, key);
        }
        int compared = compare(
                state, key.array(), 0, key.size(), order.timeMicros, order.partition, order.position, order.index);
        if (compared < 0) {
            return;
        }
        boolean present = !row.isNullAt(slot);
        value.reset();
        if (present) {
            encoding.write(row, slot, value);
        }
        if (compared > 0 || isLarger(state, present ? value.array() : null, 0, value.size())) {
            put(state, order.timeMicros, order.partition, order.position, order.index);
            state.key = Slices.into(state.key, key.array(), 0, key.size());
            state.value = present ? Slices.into(state.value, value.array(), 0, value.size()) : null;
        }
    }

    @Override
    void addAll(State state, State other) {
        byte[] otherKey = other.key;
        if (otherKey != null) {
            take(
                    state,
                    otherKey,
                    0,
                    otherKey.length,
                    other.time,
                    other.partition,
                    other.position,
                    other.index,
                    other.value);
        }
    }

    @Override
    void addAll(State state, ByteReader other) {
        long time = other.readSigned();
        PartitionId partition = Partitions.readOne(other);
        long position = other.readSigned();
        int index = other.readLength();
        byte[] otherKey = other.readBytes();
        byte[] otherValue = other.readBoolean() ? other.readBytes() : null;
        take(state, otherKey, 0, otherKey.length, time, partition, position, index, otherValue);
    }

    @Override
    void write(State state, ByteWriter out) {
        byte[] best = state.key;
        if (best == null) {
            throw new IllegalStateException("a state is made by its first event");
        }
        out.writeSigned(state.time);
        Partitions.write(state.partition, out);
        out.writeSigned(state.position);
        out.writeUnsigned(state.index);
        out.writeBytes(best, 0, best.length);
        byte[] held = state.value;
        out.writeBoolean(held != null);
        if (held != null) {
            out.writeBytes(held, 0, held.length);
        }
    }

    @Override
    @Nullable
    Object result(State state) {
        return state.value == null ? null : encoding.read(state.value);
    }

    @Override
    long heapBytes(State state) {
        return 56
                + (state.key == null ? 0 : 24 + state.key.length)
                + (state.value == null ? 0 : 24 + state.value.length);
    }

    private void take(
            State state,
            byte[] key,
            int offset,
            int length,
            long time,
            PartitionId partition,
            long position,
            int index,
            byte @Nullable [] value) {
        int compared = compare(state, key, offset, length, time, partition, position, index);
        if (compared > 0 || compared == 0 && isLarger(state, value, 0, value == null ? 0 : value.length)) {
            put(state, time, partition, position, index);
            state.key = Slices.into(state.key, key, offset, length);
            state.value = value == null ? null : Slices.into(state.value, value, 0, value.length);
        }
    }

    private static void put(State state, long time, PartitionId partition, long position, int index) {
        state.time = time;
        state.partition = partition;
        state.position = position;
        state.index = index;
    }

    /** Positive when the given event is to be preferred, 0 when it stands at the same place as the one held. */
    private int compare(
            State state,
            byte[] key,
            int offset,
            int length,
            long time,
            PartitionId partition,
            long position,
            int index) {
        if (state.key == null) {
            return 1;
        }
        int compared = Encoding.compare(key, offset, length, state.key);
        if (compared != 0) {
            return largestKey ? compared : -compared;
        }
        compared = Long.compare(time, state.time);
        compared = compared != 0 ? compared : Position.compare(partition, state.partition);
        compared = compared != 0 ? compared : Long.compare(position, state.position);
        compared = compared != 0 ? compared : Integer.compare(index, state.index);
        return latest ? compared : -compared;
    }

    /** The last resort, null being the smallest, so that two events at one place have an order too. */
    private static boolean isLarger(State state, byte @Nullable [] value, int offset, int length) {
        byte[] held = state.value;
        return value != null
                && (held == null || Arrays.compareUnsigned(value, offset, offset + length, held, 0, held.length) > 0);
    }
}
