package io.nilometer.core.aggregate;

import io.nilometer.core.bytes.BlockDictionary;
import io.nilometer.core.bytes.ByteReader;
import io.nilometer.core.bytes.ByteWriter;
import io.nilometer.core.row.EventRow;
import org.jspecify.annotations.Nullable;

/**
 * Exact {@code count(distinct …)} in merge: a set of {@link DistinctValue}s. In a scan it is {@link ScannedDistinct}.
 *
 * <p>State: how many values, the one seen last; the object slot has all of them from the second on, as {@link
 * DistinctEntries}.
 *
 * <p>As bytes: twice the number of values (unsigned), plus {@link #NUMBERED} in the blocks of a scan; then each value, in
 * full or as a reference (see {@link DistinctValue#REFERENCE}).
 */
final class CountDistinct extends Accumulator {

    /** Added to twice the number of values where they have numbers in the block, or are such numbers. */
    static final int NUMBERED = 1;

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
        throw new IllegalStateException("events come to a scan, not to a merge");
    }

    @Override
    public void merge(long[] longs, int at, @Nullable Object[] objects, int objectAt, ByteReader other) {
        int head = other.readLength();
        boolean numbered = (head & NUMBERED) != 0;
        int count = head >>> 1;
        other.expect(count);
        makeRoom(longs, at, objects, objectAt, count);
        BlockDictionary dictionary = other.dictionary();
        for (int i = 0; i < count; i++) {
            int tag = other.readLength();
            if (numbered && tag >= DistinctValue.REFERENCE) {
                int number = tag - DistinctValue.REFERENCE;
                add(longs, at, objects, objectAt, dictionary.a(number), dictionary.b(number));
            } else {
                long a = DistinctValue.readFirst(tag, other);
                long b = DistinctValue.readSecond(tag, other);
                if (numbered) {
                    dictionary.add(a, b);
                }
                add(longs, at, objects, objectAt, a, b);
            }
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
        if (!(otherObjects[otherObjectAt] instanceof long[] table)) {
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

    @Override
    public void write(long[] longs, int at, @Nullable Object[] objects, int objectAt, ByteWriter out) {
        out.writeUnsigned(longs[at] << 1);
        if (objects[objectAt] instanceof long[] table) {
            int place = 0;
            do {
                if (table[place + 1] != 0) {
                    DistinctValue.write(table[place], table[place + 1], out);
                }
                place = DistinctEntries.next(table, place);
            } while (place != 0);
        } else if (longs[at] != 0) {
            DistinctValue.write(longs[at + 1], longs[at + 2], out);
        }
    }

    @Override
    public @Nullable Object result(long[] longs, int at, @Nullable Object[] objects, int objectAt) {
        return longs[at];
    }

    @Override
    public long heapBytes(@Nullable Object[] objects, int objectAt) {
        return objects[objectAt] instanceof long[] table ? 16 + 8L * table.length : 0;
    }

    /** Adds a value. */
    void add(long[] longs, int at, @Nullable Object[] objects, int objectAt, long a, long b) {
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

    /** Before many values come: one growth in place of many. */
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
}
