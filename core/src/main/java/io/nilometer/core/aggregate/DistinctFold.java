package io.nilometer.core.aggregate;

import io.nilometer.core.bytes.ByteReader;
import io.nilometer.core.bytes.ByteWriter;
import io.nilometer.core.row.EventRow;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** An aggregate over distinct values, like {@code sum(distinct x)}: keeps all of them and adds them up at the end, in order. */
final class DistinctFold extends ObjectAccumulator<DistinctFold.State> {

    private final int slot;
    private final Encoding encoding;
    private final Accumulator inside;
    private final ByteWriter scratch = new ByteWriter(64);

    /** @param inside reads slot 0 of a row that has only the input */
    DistinctFold(int slot, Encoding encoding, Accumulator inside) {
        this.slot = slot;
        this.encoding = encoding;
        this.inside = inside;
    }

    static final class State {
        private final TreeSet<byte[]> values = new TreeSet<>(Arrays::compareUnsigned);
        private long bytes;
    }

    @Override
    State empty() {
        return new State();
    }

    @Override
    boolean skips(EventRow row) {
        return row.isNullAt(slot);
    }

    @Override
    void add(State state, EventRow row, EventOrder order) {
        scratch.reset();
        encoding.write(row, slot, scratch);
        add(state, scratch.toByteArray());
    }

    @Override
    void addAll(State state, State other) {
        other.values.forEach(value -> add(state, value));
    }

    @Override
    void addAll(State state, ByteReader other) {
        for (int rest = other.readLength(); rest > 0; rest--) {
            add(state, other.readBytes());
        }
    }

    @Override
    void write(State state, ByteWriter out) {
        out.writeUnsigned(state.values.size());
        state.values.forEach(value -> out.writeBytes(value, 0, value.length));
    }

    @Override
    @Nullable
    Object result(State state) {
        long[] longs = new long[inside.longs()];
        @Nullable Object[] objects = new Object[inside.objects()];
        inside.init(longs, 0);
        EventRow row = new EventRow(List.of(encoding.type()));
        EventOrder order = new EventOrder();
        for (byte[] value : state.values) {
            row.update(0, encoding.read(value));
            inside.update(longs, 0, objects, 0, row, order);
        }
        return inside.result(longs, 0, objects, 0);
    }

    /** Sums and averages of something are null for no other reason. */
    @Override
    public boolean tooLarge(long[] longs, int at, @Nullable Object[] objects, int objectAt) {
        return objects[objectAt] != null && result(longs, at, objects, objectAt) == null;
    }

    @Override
    long heapBytes(State state) {
        return 80 + state.bytes;
    }

    /** Arrays of values never change, so states may share them. */
    private static void add(State state, byte[] value) {
        if (state.values.add(value)) {
            state.bytes += 72 + value.length;
        }
    }
}
