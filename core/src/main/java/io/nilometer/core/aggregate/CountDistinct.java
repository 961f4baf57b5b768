package io.nilometer.core.aggregate;

import io.nilometer.api.FieldType;
import io.nilometer.core.bytes.ByteReader;
import io.nilometer.core.bytes.ByteWriter;
import io.nilometer.core.row.EventRow;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Exact {@code count(distinct …)}. A value is an entry of two longs: up to 15 bytes of it as they are, little-endian, with
 * length + 1 in the highest byte; longer ones are 120 bits of their {@link Murmur3} hash with 255 there. (Two values share
 * a hash with probability n²/2^121: 10^-18 for a billion of them.) Several inputs are one value: their encodings, each
 * behind its length.
 *
 * <p>State: how many entries, the entry seen last; the object slot has all of them from the second on: in a scan as a
 * {@link NumberSet}, otherwise as {@link DistinctEntries}.
 */
final class CountDistinct extends Accumulator {

    private static final int INLINE = 15;
    private static final long LENGTH_UNIT = 1L << 56;
    private static final long HASHED = 0xFFL << 56;
    private static final long LONG_VALUE = 9 * LENGTH_UNIT;

    private final int[] slots;
    private final List<Encoding> encodings;
    private final FieldType.Slot form;
    private final ByteWriter scratch = new ByteWriter(64);
    private final ByteWriter part = new ByteWriter(64);
    private final Murmur3 hash = new Murmur3();

    CountDistinct(int[] slots, List<FieldType> types) {
        this.slots = slots;
        this.encodings = types.stream().map(type -> new Encoding(type, true)).toList();
        this.form = types.size() == 1 ? types.get(0).slot() : FieldType.Slot.OBJECT;
    }

    @Override
    public int longs() {
        return 3;
    }

    @Override
    public int objects() {
        return 1;
    }

    @Override
    public void update(long[] longs, int at, @Nullable Object[] objects, int objectAt, EventRow row, EventOrder order) {
        for (int slot : slots) {
            if (row.isNullAt(slot)) {
                return;
            }
        }
        switch (form) {
            case LONG -> see(longs, at, objects, objectAt, row.longAt(slots[0]), LONG_VALUE, order);
            case DOUBLE -> {
                double value = row.doubleAt(slots[0]);
                long bits = Double.doubleToLongBits(value == 0 ? 0.0 : value);
                see(longs, at, objects, objectAt, bits, LONG_VALUE, order);
            }
            case BYTES ->
                addSlice(
                        longs,
                        at,
                        objects,
                        objectAt,
                        row.bufferAt(slots[0]),
                        row.offsetAt(slots[0]),
                        row.lengthAt(slots[0]),
                        order);
            case OBJECT -> {
                encode(row);
                addSlice(longs, at, objects, objectAt, scratch.array(), 0, scratch.size(), order);
            }
        }
    }

    @Override
    public void merge(long[] longs, int at, @Nullable Object[] objects, int objectAt, ByteReader other) {
        int count = other.readLength();
        widen(objects, objectAt);
        makeRoom(longs, at, objects, objectAt, count);
        byte[] bytes = other.array();
        int position = other.position();
        for (int i = 0; i < count; i++) {
            int tag = bytes[position] & 0xFF;
            int length = tag == 0xFF ? INLINE : tag - 1;
            long a = Murmur3.tail(bytes, position + 1, Math.min(length, 8));
            long b = length > 8 ? Murmur3.tail(bytes, position + 9, length - 8) : 0;
            add(longs, at, objects, objectAt, a, b | (long) tag << 56);
            position += 1 + length;
        }
        other.skip(position - other.position());
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
        widen(objects, objectAt);
        if (otherObjects[otherObjectAt] instanceof NumberSet set) {
            set.each((a, b) -> add(longs, at, objects, objectAt, a, b));
        } else if (!(otherObjects[otherObjectAt] instanceof long[] table)) {
            if (otherLongs[otherAt] != 0) {
                add(longs, at, objects, objectAt, otherLongs[otherAt + 1], otherLongs[otherAt + 2]);
            }
        } else if (longs[at] == 0) {
            System.arraycopy(otherLongs, otherAt, longs, at, 3);
            objects[objectAt] = table.clone();
        } else {
            makeRoom(longs, at, objects, objectAt, (int) otherLongs[otherAt]);
            int place = 0;
            do {
                if (table[place + 1] != 0) {
                    add(longs, at, objects, objectAt, table[place], table[place + 1]);
                }
                place = DistinctEntries.next(table, place);
            } while (place != 0);
        }
    }

    /** How many, then of each entry the highest byte and the bytes that it says are there. */
    @Override
    public void write(long[] longs, int at, @Nullable Object[] objects, int objectAt, ByteWriter out) {
        out.writeUnsigned(longs[at]);
        if (objects[objectAt] instanceof long[] table) {
            int place = 0;
            do {
                if (table[place + 1] != 0) {
                    writeEntry(table[place], table[place + 1], out);
                }
                place = DistinctEntries.next(table, place);
            } while (place != 0);
        } else if (objects[objectAt] instanceof NumberSet set) {
            set.each((a, b) -> writeEntry(a, b, out));
        } else if (longs[at] != 0) {
            writeEntry(longs[at + 1], longs[at + 2], out);
        }
    }

    @Override
    public @Nullable Object result(long[] longs, int at, @Nullable Object[] objects, int objectAt) {
        return longs[at];
    }

    @Override
    public long heapBytes(@Nullable Object[] objects, int objectAt) {
        if (objects[objectAt] instanceof NumberSet set) {
            return set.heapBytes();
        }
        return objects[objectAt] instanceof long[] table ? 16 + 8L * table.length : 0;
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

    private void addSlice(
            long[] longs,
            int at,
            @Nullable Object[] objects,
            int objectAt,
            byte[] bytes,
            int offset,
            int length,
            EventOrder order) {
        if (length <= 8) {
            long low = Murmur3.tail(bytes, offset, length);
            see(longs, at, objects, objectAt, low, (length + 1) * LENGTH_UNIT, order);
        } else if (length <= INLINE) {
            long high = Murmur3.tail(bytes, offset + 8, length - 8);
            long low = Murmur3.tail(bytes, offset, 8);
            see(longs, at, objects, objectAt, low, high | (length + 1) * LENGTH_UNIT, order);
        } else {
            hash.hash(bytes, offset, length);
            see(longs, at, objects, objectAt, hash.low(), hash.high() | HASHED, order);
        }
    }

    /** Adds a value in a scan, where values have numbers as long as there are not too many. */
    private void see(long[] longs, int at, @Nullable Object[] objects, int objectAt, long a, long b, EventOrder order) {
        if (longs[at + 1] == a && longs[at + 2] == b) {
            return;
        }
        long count = longs[at];
        Object held = objects[objectAt];
        if (count == 0 || held instanceof long[]) {
            add(longs, at, objects, objectAt, a, b);
            return;
        }
        NumberSet set = (NumberSet) held;
        ValueNumbers values = set == null ? order.values : set.values;
        int number = values.number(slots[0], a, b);
        if (set == null) {
            int first = values.number(slots[0], longs[at + 1], longs[at + 2]);
            number = first == ValueNumbers.NONE ? ValueNumbers.NONE : number;
            if (number != ValueNumbers.NONE) {
                set = new NumberSet(values);
                set.add(first);
                objects[objectAt] = set;
            }
        }
        if (number == ValueNumbers.NONE) {
            widen(objects, objectAt);
            add(longs, at, objects, objectAt, a, b);
            return;
        }
        longs[at + 1] = a;
        longs[at + 2] = b;
        if (Objects.requireNonNull(set).add(number)) {
            longs[at] = count + 1;
        }
    }

    /** Turns numbers back into values, for a cell that is merged or has too many of them. */
    private static void widen(@Nullable Object[] objects, int objectAt) {
        if (objects[objectAt] instanceof NumberSet set) {
            long[] table = DistinctEntries.table(set.size() + 1);
            set.each((a, b) -> DistinctEntries.add(table, a, b));
            objects[objectAt] = table;
        }
    }

    private static void add(long[] longs, int at, @Nullable Object[] objects, int objectAt, long a, long b) {
        if (longs[at + 1] == a && longs[at + 2] == b) {
            return;
        }
        long count = longs[at];
        long[] table = (long[]) objects[objectAt];
        if (table == null && count > 0) {
            table = DistinctEntries.table(2);
            DistinctEntries.add(table, longs[at + 1], longs[at + 2]);
            objects[objectAt] = table;
        }
        longs[at + 1] = a;
        longs[at + 2] = b;
        if (table == null) {
            longs[at] = 1;
            return;
        }
        int free = DistinctEntries.freePlace(table, a, b);
        if (free < 0) {
            return;
        }
        if (DistinctEntries.hasRoom(table, count)) {
            table[free] = a;
            table[free + 1] = b;
        } else {
            long[] larger = DistinctEntries.withRoom(table, count);
            DistinctEntries.add(larger, a, b);
            objects[objectAt] = larger;
        }
        longs[at] = count + 1;
    }

    /** Before many entries come: one growth in place of many. */
    private static void makeRoom(long[] longs, int at, @Nullable Object[] objects, int objectAt, int coming) {
        int wanted = (int) Math.max(coming, longs[at]);
        if (wanted > 1) {
            Object old = objects[objectAt];
            long[] table = DistinctEntries.enlarged(old, wanted);
            if (old == null && longs[at] == 1) {
                DistinctEntries.add(table, longs[at + 1], longs[at + 2]);
            }
            objects[objectAt] = table;
        }
    }

    private static void writeEntry(long a, long b, ByteWriter out) {
        int tag = (int) (b >>> 56);
        int length = tag == 0xFF ? INLINE : tag - 1;
        out.writeByte(tag);
        writeLow(a, Math.min(length, 8), out);
        writeLow(b, Math.max(length - 8, 0), out);
    }

    private static void writeLow(long word, int length, ByteWriter out) {
        if (length == 8) {
            out.writeLong(word);
            return;
        }
        long rest = word;
        for (int i = 0; i < length; i++) {
            out.writeByte((int) rest);
            rest >>>= 8;
        }
    }
}
