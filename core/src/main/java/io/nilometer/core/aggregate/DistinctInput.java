package io.nilometer.core.aggregate;

import io.nilometer.api.FieldType;
import io.nilometer.core.bytes.ByteWriter;
import io.nilometer.core.row.EventRow;
import java.util.List;

/**
 * Reads what is counted once from rows, as a {@link DistinctValue}. Several inputs are one value: their encodings, each
 * behind its length.
 */
final class DistinctInput {

    private final int[] slots;
    private final List<Encoding> encodings;
    private final FieldType.Slot form;
    private final ByteWriter scratch = new ByteWriter(64);
    private final ByteWriter part = new ByteWriter(64);
    private final Murmur3 hash = new Murmur3();
    private long a;
    private long b;

    DistinctInput(int[] slots, List<FieldType> types) {
        this.slots = slots;
        this.encodings = types.stream().map(type -> new Encoding(type, true)).toList();
        this.form = types.size() == 1 ? types.get(0).slot() : FieldType.Slot.OBJECT;
    }

    /** The first long of the value read last. */
    long a() {
        return a;
    }

    long b() {
        return b;
    }

    /** False when the row has no value: some input is null. */
    boolean read(EventRow row) {
        for (int slot : slots) {
            if (row.isNullAt(slot)) {
                return false;
            }
        }
        int slot = slots[0];
        switch (form) {
            case LONG -> set(row.longAt(slot));
            case DOUBLE -> {
                double value = row.doubleAt(slot);
                set(Double.doubleToLongBits(value == 0 ? 0.0 : value));
            }
            case BYTES -> set(row.bufferAt(slot), row.offsetAt(slot), row.lengthAt(slot));
            case OBJECT -> {
                encode(row);
                set(scratch.array(), 0, scratch.size());
            }
        }
        return true;
    }

    private void encode(EventRow row) {
        scratch.reset();
        if (slots.length == 1) {
            encodings.get(0).write(row, slots[0], scratch);
            return;
        }
        for (int i = 0; i < slots.length; i++) {
            part.reset();
            encodings.get(i).write(row, slots[i], part);
            scratch.writeBytes(part.array(), 0, part.size());
        }
    }

    private void set(long value) {
        a = value;
        b = DistinctValue.tagged(Long.BYTES + 1);
    }

    private void set(byte[] bytes, int offset, int length) {
        if (length <= 8) {
            a = Murmur3.tail(bytes, offset, length);
            b = DistinctValue.tagged(length + 1);
        } else if (length <= DistinctValue.INLINE) {
            a = Murmur3.tail(bytes, offset, 8);
            b = Murmur3.tail(bytes, offset + 8, length - 8) | DistinctValue.tagged(length + 1);
        } else {
            hash.hash(bytes, offset, length);
            a = hash.low();
            b = hash.high() & DistinctValue.tagged(1) - 1 | DistinctValue.tagged(DistinctValue.HASHED);
        }
    }
}
