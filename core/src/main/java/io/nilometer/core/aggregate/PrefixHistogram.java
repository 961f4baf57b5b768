package io.nilometer.core.aggregate;

import io.nilometer.core.bytes.ByteReader;
import io.nilometer.core.bytes.ByteWriter;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * How often each value was there, by its {@link Prefix}: at the finest level at which there are no more prefixes than fit.
 * So it is exact while no more distinct values than that have come, and a function of the multiset of values alone: a level
 * is left only when what is there, or a part of it, does not fit. While it grows, twice as many may be there: finding a level
 * costs as much as many values.
 */
final class PrefixHistogram {

    /** So many values are kept one by one: most cells never have more. */
    private static final int PLAIN = 64;

    private static final int SMALLEST_TABLE = 2 * PLAIN;

    private final Prefix kind;
    private final int capacity;
    private long total;
    private long smallest = Long.MAX_VALUE;
    private long largest = Long.MIN_VALUE;
    private int level;
    private int size;
    /** Values one by one; once there are counts, a table of prefixes. */
    private long[] keys = new long[4];
    /** By place in the table; zero where there is no key. */
    private long @Nullable [] counts;

    /** @param capacity most prefixes, at least 512 */
    PrefixHistogram(Prefix kind, int capacity) {
        this.kind = kind;
        this.capacity = capacity;
    }

    /** What is in it, in ascending order. */
    record Sorted(long[] keys, long[] counts) {}

    long total() {
        return total;
    }

    void add(long value) {
        widen(1, value, value);
        put(value, 1);
    }

    void addAll(PrefixHistogram other) {
        widen(other.total, other.smallest, other.largest);
        raise(other.level);
        long[] times = other.counts;
        for (int i = 0; i < (times == null ? other.size : times.length); i++) {
            if (times == null || times[i] > 0) {
                put(other.keys[i], times == null ? 1 : times[i]);
            }
        }
    }

    void addAll(ByteReader in) {
        long head = in.readUnsigned();
        boolean single = (head & 1) == 0;
        int rest = (int) (head >>> 1);
        int from = rest > capacity / 2 ? in.readByte() : 0;
        if (from > 0) {
            raise(from);
            widen(0, in.readLong(), in.readLong());
        }
        long key = 0;
        for (boolean first = true; rest > 0; rest--, first = false) {
            key += first ? readFirst(in) : Long.rotateLeft(in.readUnsigned(), turn(from));
            long times = single ? 1 : in.readUnsigned();
            widen(times, from > 0 ? smallest : key, from > 0 ? largest : key);
            put(key, times);
        }
    }

    /**
     * Twice the number of prefixes, odd when some count is not 1; the level, which can't be above 0 while half of the
     * prefixes that fit are not there; above 0 the smallest and largest value; then each prefix as its distance from the one
     * before, and its count.
     */
    void write(ByteWriter out) {
        Sorted sorted = sorted();
        boolean single = sorted.keys.length == total;
        out.writeUnsigned(2L * sorted.keys.length + (single ? 0 : 1));
        if (sorted.keys.length > capacity / 2) {
            out.writeByte(level);
        }
        if (level > 0) {
            out.writeLong(smallest);
            out.writeLong(largest);
        }
        for (int i = 0; i < sorted.keys.length; i++) {
            if (i > 0) {
                out.writeUnsigned(Long.rotateRight(sorted.keys[i] - sorted.keys[i - 1], turn(level)));
            } else if (kind == Prefix.LONG) {
                out.writeSigned(sorted.keys[0]);
            } else {
                out.writeLong(sorted.keys[0]);
            }
            if (!single) {
                out.writeUnsigned(sorted.counts[i]);
            }
        }
    }

    private long readFirst(ByteReader in) {
        return kind == Prefix.LONG ? in.readSigned() : in.readLong();
    }

    /** The bits of doubles are multiples of the same power of two, but across zero. */
    private int turn(int level) {
        return kind == Prefix.LONG ? 0 : level;
    }

    Sorted sorted() {
        settle();
        long[] times = counts;
        if (times == null) {
            return runs(Arrays.copyOf(keys, size));
        }
        long[] ordered = ordered(times);
        long[] counted = new long[size];
        for (int i = 0; i < size; i++) {
            counted[i] = times[place(ordered[i], times)];
        }
        return new Sorted(ordered, counted);
    }

    /**
     * The value of this rank, from 1: exact at level 0, and the smallest and largest always. Otherwise as if the values with
     * the same prefix were spread evenly.
     */
    long valueAt(long rank, Sorted sorted) {
        if (rank <= 1) {
            return smallest;
        }
        if (rank >= total) {
            return largest;
        }
        int at = 0;
        long before = 0;
        while (before + sorted.counts[at] < rank) {
            before += sorted.counts[at++];
        }
        long value = kind.within(sorted.keys[at], level, share(rank - before, sorted.counts[at]));
        return Math.max(smallest, Math.min(largest, value));
    }

    /** The middle of its place among so many. */
    static double share(long rank, long count) {
        return (rank - 0.5) / count;
    }

    long heapBytes() {
        long[] times = counts;
        return 96 + 8L * keys.length + (times == null ? 0 : 16 + 8L * times.length);
    }

    private void widen(long more, long least, long most) {
        total += more;
        smallest = Math.min(smallest, least);
        largest = Math.max(largest, most);
    }

    private void put(long value, long times) {
        if (counts == null) {
            if (times == 1 && size < PLAIN) {
                if (size == keys.length) {
                    keys = Arrays.copyOf(keys, 2 * size);
                }
                keys[size++] = value;
                return;
            }
            tabulate();
        }
        count(kind.of(value, level), times);
    }

    private void count(long prefix, long times) {
        long[] table = counts == null ? tabulate() : counts;
        int at = place(prefix, table);
        boolean fresh = table[at] == 0;
        keys[at] = prefix;
        table[at] += times;
        if (fresh && ++size > 2 * capacity) {
            settle();
        } else if (fresh && 2 * size > keys.length) {
            rebuild(level, 2 * keys.length);
        }
    }

    /** Goes to the level at which the prefixes fit. */
    private void settle() {
        long[] table = counts;
        if (table != null && size > capacity) {
            rebuild(enough(ordered(table)), keys.length);
        }
    }

    /** Makes a table of the values so far. */
    private long[] tabulate() {
        long[] values = keys;
        int many = size;
        keys = new long[SMALLEST_TABLE];
        long[] table = new long[SMALLEST_TABLE];
        counts = table;
        size = 0;
        for (int i = 0; i < many; i++) {
            count(values[i], 1);
        }
        return table;
    }

    private void raise(int to) {
        if (to > level) {
            if (counts == null) {
                tabulate();
            }
            rebuild(to, keys.length);
        }
    }

    private void rebuild(int newLevel, int length) {
        long[] oldKeys = keys;
        long[] oldCounts = counts == null ? new long[0] : counts;
        keys = new long[length];
        long[] table = new long[length];
        counts = table;
        level = newLevel;
        size = 0;
        for (int i = 0; i < oldCounts.length; i++) {
            if (oldCounts[i] > 0) {
                long prefix = kind.of(oldKeys[i], newLevel);
                int at = place(prefix, table);
                size += table[at] == 0 ? 1 : 0;
                keys[at] = prefix;
                table[at] += oldCounts[i];
            }
        }
    }

    /** The first level at which the prefixes fit. */
    private int enough(long[] ordered) {
        int[] meeting = new int[Prefix.NEVER + 1];
        for (int i = 1; i < ordered.length; i++) {
            meeting[kind.meeting(ordered[i - 1], ordered[i])]++;
        }
        int left = ordered.length;
        int at = level;
        while (left > capacity && at < Prefix.COARSEST) {
            at++;
            left -= meeting[at];
        }
        return at;
    }

    private long[] ordered(long[] table) {
        long[] ordered = new long[size];
        int next = 0;
        for (int i = 0; i < table.length; i++) {
            if (table[i] > 0) {
                ordered[next++] = keys[i];
            }
        }
        Arrays.sort(ordered);
        return ordered;
    }

    /** Where a prefix is in the table, or would be. */
    private int place(long prefix, long[] table) {
        int mask = table.length - 1;
        // A coarse prefix ends in many zeros: only the highest bits of the product depend on all of it.
        long mixed = (prefix ^ prefix >>> 32) * 0x9E37_79B9_7F4A_7C15L;
        int at = (int) (mixed >>> Long.numberOfLeadingZeros(mask));
        while (table[at] != 0 && keys[at] != prefix) {
            at = at + 1 & mask;
        }
        return at;
    }

    private static Sorted runs(long[] values) {
        Arrays.sort(values);
        long[] distinct = new long[values.length];
        long[] times = new long[values.length];
        int last = -1;
        for (long value : values) {
            if (last < 0 || distinct[last] != value) {
                distinct[++last] = value;
            }
            times[last]++;
        }
        return new Sorted(Arrays.copyOf(distinct, last + 1), Arrays.copyOf(times, last + 1));
    }
}
