package io.nilometer.core.aggregate;

import io.nilometer.core.bytes.ByteReader;
import io.nilometer.core.bytes.ByteWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How often each value (its {@link Encoding}) was there and where first. Beyond the limit the largest values go, or those
 * first seen last. Whatever the order of events, what stays was never left out: a value among the smallest of all is among
 * the smallest of any part. (Not so of counts when those first seen last go: nobody asks for both.)
 */
final class Tallies {

    record Tally(long count, Position first) {
        Tally plus(Tally other) {
            return new Tally(count + other.count, first.compareTo(other.first) <= 0 ? first : other.first);
        }
    }

    private static final Comparator<Map.Entry<byte[], Tally>> BY_FIRST = Map.Entry.<byte[], Tally>comparingByValue(
                    Comparator.comparing(Tally::first))
            .thenComparing(Map.Entry::getKey, Arrays::compareUnsigned);

    private final TreeMap<byte[], Tally> tallies = new TreeMap<>(Arrays::compareUnsigned);
    private final int limit;
    private final boolean byFirst;
    private boolean capped;
    private long total;
    private long bytes;

    /** @param byFirst whether those first seen last go beyond the limit */
    Tallies(int limit, boolean byFirst) {
        this.limit = limit;
        this.byFirst = byFirst;
    }

    /** @param value not to be changed afterwards */
    void add(byte[] value, Tally tally) {
        total += tally.count;
        if (tallies.merge(value, tally, Tally::plus) == tally) {
            bytes += 152 + value.length;
        }
        // Finding the ones first seen last takes a sort: only once in a while.
        if (tallies.size() > (byFirst ? 2L * limit + 16 : limit)) {
            trim();
        }
    }

    void addAll(Tallies other) {
        long all = total + other.total;
        other.tallies.forEach(this::add);
        total = all;
        capped |= other.capped;
    }

    void addAll(ByteReader in) {
        capped |= in.readBoolean();
        long all = total + in.readUnsigned();
        Partitions partitions = Partitions.read(in);
        for (int rest = in.readLength(); rest > 0; rest--) {
            byte[] value = in.readBytes();
            add(value, new Tally(in.readUnsigned(), partitions.readPosition(in)));
        }
        total = all;
    }

    void write(ByteWriter out) {
        trim();
        out.writeBoolean(capped);
        out.writeUnsigned(total);
        Partitions partitions =
                Partitions.write(tallies.values().stream().map(Tally::first).toList(), out);
        out.writeUnsigned(tallies.size());
        tallies.forEach((value, tally) -> {
            out.writeBytes(value, 0, value.length);
            out.writeUnsigned(tally.count);
            partitions.write(tally.first, out);
        });
    }

    /** All values counted, those that did not stay too. */
    long total() {
        return total;
    }

    boolean capped() {
        return capped || tallies.size() > limit;
    }

    long heapBytes() {
        return 120 + bytes;
    }

    /** In order of value. */
    List<Map.Entry<byte[], Tally>> byValue() {
        trim();
        return new ArrayList<>(tallies.entrySet());
    }

    /** In order of where they were first. */
    List<Map.Entry<byte[], Tally>> byFirst() {
        List<Map.Entry<byte[], Tally>> entries = byValue();
        entries.sort(BY_FIRST);
        return entries;
    }

    private void trim() {
        if (tallies.size() <= limit) {
            return;
        }
        capped = true;
        List<byte[]> going = new ArrayList<>();
        if (byFirst) {
            tallies.entrySet().stream().sorted(BY_FIRST).skip(limit).forEach(entry -> going.add(entry.getKey()));
        } else {
            tallies.descendingMap().keySet().stream()
                    .limit(tallies.size() - limit)
                    .forEach(going::add);
        }
        for (byte[] value : going) {
            tallies.remove(value);
            bytes -= 152 + value.length;
        }
    }
}
