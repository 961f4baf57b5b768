package io.nilometer.core.aggregate;

import io.nilometer.api.FieldType;
import io.nilometer.core.bytes.ByteReader;
import io.nilometer.core.bytes.ByteWriter;
import io.nilometer.core.row.EventRow;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code collect_set}: the distinct values in their order; beyond the limit the smallest.
 *
 * <p>In a scan a cell also has two longs: which of the first values of the {@link ScanDictionary} it has seen. Such sets are
 * small as a rule, and what is in them already comes again with nearly every event: it is found without leaving the cell.
 */
final class CollectSet extends ObjectAccumulator<CollectSet.State> {

    private static final int EARLY = 2 * Long.SIZE;

    private final int slot;
    private final DistinctInput input;
    private final @Nullable ScanDictionary dictionary;
    private final Encoding encoding;
    private final boolean slices;
    private final int limit;
    private final ByteWriter scratch = new ByteWriter(64);

    /** @param dictionary that of the scan; null in merge */
    CollectSet(int slot, Encoding encoding, int limit, @Nullable ScanDictionary dictionary) {
        this.slot = slot;
        this.input = new DistinctInput(new int[] {slot}, List.of(encoding.type()));
        // Nested values would be encoded twice.
        this.dictionary = encoding.type().slot() == FieldType.Slot.OBJECT ? null : dictionary;
        this.encoding = encoding;
        this.slices = Slices.are(encoding.type());
        this.limit = limit;
    }

    /** Encoded values, sorted. */
    static final class State {
        private byte[][] values = new byte[4][];
        private int size;
        /** Where the value seen last is. */
        private int last;

        private long bytes;
        private boolean capped;
    }

    @Override
    public int longs() {
        return dictionary == null ? 0 : 2;
    }

    @Override
    public void update(long[] longs, int at, @Nullable Object[] objects, int objectAt, EventRow row, EventOrder order) {
        // Longer ones would be hashed first, and are told apart by their bytes.
        boolean isShort = !slices || row.lengthAt(slot) <= DistinctValue.INLINE;
        if (dictionary != null && isShort && input.read(row)) {
            int number = dictionary.values.number(slot, input.a(), input.b(), EARLY);
            if (number != ValueNumbers.NONE && number < EARLY) {
                int word = at + number / Long.SIZE;
                long bit = 1L << number;
                if ((longs[word] & bit) != 0) {
                    return;
                }
                longs[word] |= bit;
            }
        }
        super.update(longs, at, objects, objectAt, row, order);
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
        if (slices) {
            add(state, row.bufferAt(slot), row.offsetAt(slot), row.lengthAt(slot));
        } else {
            scratch.reset();
            encoding.write(row, slot, scratch);
            add(state, scratch.array(), 0, scratch.size());
        }
    }

    @Override
    void addAll(State state, State other) {
        for (int i = 0; i < other.size; i++) {
            add(state, other.values[i], 0, other.values[i].length);
        }
        state.capped |= other.capped;
    }

    @Override
    void addAll(State state, ByteReader other) {
        state.capped |= other.readBoolean();
        for (int rest = other.readLength(); rest > 0; rest--) {
            int length = other.readLength();
            add(state, other.array(), other.position(), length);
            other.skip(length);
        }
    }

    @Override
    void write(State state, ByteWriter out) {
        out.writeBoolean(state.capped);
        out.writeUnsigned(state.size);
        for (int i = 0; i < state.size; i++) {
            out.writeBytes(state.values[i], 0, state.values[i].length);
        }
    }

    @Override
    @Nullable
    Object result(State state) {
        return Elements.array(encoding, Arrays.asList(state.values).subList(0, state.size));
    }

    @Override
    long heapBytes(State state) {
        return 56 + 4L * state.values.length + state.bytes;
    }

    @Override
    boolean capped(State state) {
        return state.capped;
    }

    private void add(State state, byte[] array, int offset, int length) {
        if (state.size > 0 && Encoding.compare(array, offset, length, state.values[state.last]) == 0) {
            return;
        }
        int low = 0;
        for (int high = state.size; low < high; ) {
            int middle = (low + high) >>> 1;
            int compared = Encoding.compare(array, offset, length, state.values[middle]);
            if (compared == 0) {
                state.last = middle;
                return;
            }
            if (compared > 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        if (state.size == limit) {
            state.capped = true;
            if (low == limit) {
                return;
            }
            state.bytes -= 24 + state.values[--state.size].length;
        } else if (state.size == state.values.length) {
            state.values = Arrays.copyOf(state.values, 2 * state.size);
        }
        System.arraycopy(state.values, low, state.values, low + 1, state.size++ - low);
        state.values[low] = Arrays.copyOfRange(array, offset, offset + length);
        state.last = low;
        state.bytes += 24 + length;
    }
}
