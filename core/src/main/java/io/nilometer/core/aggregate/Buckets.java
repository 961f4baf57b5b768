package io.nilometer.core.aggregate;

import io.nilometer.core.bytes.ByteReader;
import io.nilometer.core.bytes.ByteWriter;
import java.util.Arrays;

/** Counts by bucket index: an array over the range of indexes seen. */
final class Buckets {

    private static final int SLACK = 16;

    private long[] counts = {};
    private int first;

    void add(int index, long count) {
        int place = index - first;
        if (place < 0 || place >= counts.length) {
            grow(index);
            place = index - first;
        }
        counts[place] += count;
    }

    void addAll(Buckets other) {
        for (int i = 0; i < other.counts.length; i++) {
            if (other.counts[i] != 0) {
                add(other.first + i, other.counts[i]);
            }
        }
    }

    void addAll(ByteReader in) {
        int index = 0;
        for (int rest = in.readLength(); rest > 0; rest--) {
            index += (int) in.readSigned();
            add(index, in.readUnsigned());
        }
    }

    /** How many, then of each the distance from the one before and its count. */
    void write(ByteWriter out) {
        out.writeUnsigned(Arrays.stream(counts).filter(count -> count != 0).count());
        int index = 0;
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] != 0) {
                out.writeSigned(first + i - index);
                out.writeUnsigned(counts[i]);
                index = first + i;
            }
        }
    }

    long total() {
        return Arrays.stream(counts).sum();
    }

    /** The bucket that holds the value of this rank (from 1) in ascending order of indexes. */
    int bucketAt(long rank) {
        long seen = 0;
        for (int i = 0; i < counts.length; i++) {
            seen += counts[i];
            if (seen >= rank) {
                return first + i;
            }
        }
        throw new IllegalArgumentException("rank " + rank + " of " + seen);
    }

    long heapBytes() {
        return 40 + 8L * counts.length;
    }

    private void grow(int index) {
        if (counts.length == 0) {
            counts = new long[2 * SLACK];
            first = index - SLACK;
            return;
        }
        int from = Math.min(first, index < first ? index - SLACK : index);
        int to = Math.max(first + counts.length, index >= first + counts.length ? index + SLACK : index);
        long[] wider = new long[to - from];
        System.arraycopy(counts, 0, wider, first - from, counts.length);
        counts = wider;
        first = from;
    }
}
