package io.nilometer.core.state;

import io.nilometer.core.aggregate.EventOrder;
import io.nilometer.core.bytes.ByteReader;
import io.nilometer.core.bytes.ByteWriter;
import io.nilometer.core.row.EventRow;
import io.nilometer.core.row.KeyHash;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Cells by (key, slice, first window): an open-addressing hash table over flat arrays. Cells are numbered 0, 1, 2 … in the
 * order in which they came.
 *
 * <p>{@code first} is 0 for events that were on time; otherwise it counts how many window ends after the slice's own end
 * had already passed the partition's watermark: a window whose end lies {@code n} slices behind that of the slice takes the
 * cell when {@code n >= first}.
 */
public final class CellTable {

    private static final int SMALL = 8;

    private final CellLayout layout;
    private final Cells cells;
    private int size;
    private int[] index;
    private long[] hashes;
    private long[] slices;
    private int[] firsts;
    private int[] keyOffsets;
    private int[] keyLengths;
    private byte[] keys;
    private int keyBytes;

    public CellTable(CellLayout layout) {
        this(layout, SMALL);
    }

    public CellTable(CellLayout layout, int capacity) {
        this.layout = layout;
        int room = Integer.highestOneBit(Math.max(capacity, SMALL) * 2 - 1);
        cells = new Cells(layout, room);
        index = new int[room * 2];
        hashes = new long[room];
        slices = new long[room];
        firsts = new int[room];
        keyOffsets = new int[room];
        keyLengths = new int[room];
        keys = new byte[room * 16];
    }

    public int size() {
        return size;
    }

    /** The cell of a key, made when missing; {@code hash} is the key's {@link KeyHash}. */
    public int cell(byte[] key, int offset, int length, long hash, long slice, int first) {
        int mask = index.length - 1;
        int at = place(hash, slice, first) & mask;
        while (true) {
            int entry = index[at] - 1;
            if (entry < 0) {
                return add(key, offset, length, hash, slice, first, at);
            }
            if (hashes[entry] == hash
                    && slices[entry] == slice
                    && firsts[entry] == first
                    && sameKey(entry, key, offset, length)) {
                return entry;
            }
            at = at + 1 & mask;
        }
    }

    /** The cell of a key, or -1. */
    public int find(byte[] key, int offset, int length, long hash, long slice, int first) {
        int mask = index.length - 1;
        for (int at = place(hash, slice, first) & mask; index[at] != 0; at = at + 1 & mask) {
            int entry = index[at] - 1;
            if (hashes[entry] == hash
                    && slices[entry] == slice
                    && firsts[entry] == first
                    && sameKey(entry, key, offset, length)) {
                return entry;
            }
        }
        return -1;
    }

    /** Adds an event to a cell. */
    public void update(int cell, CellUpdate update, EventRow row, EventOrder order) {
        update.apply(cells, cell, row, order);
    }

    /** Adds a cell as {@link #write} wrote it. */
    public void merge(int cell, ByteReader in) {
        layout.merge(cells, cell, in);
    }

    /** Adds a cell of another table with the same layout. */
    public void merge(int cell, CellTable other, int otherCell) {
        layout.merge(cells, cell, other.cells, otherCell);
    }

    public void write(int cell, ByteWriter out) {
        layout.write(cells, cell, out);
    }

    /** The cell's aggregates in catalyst's form, in the grouping's order. */
    public @Nullable Object[] results(int cell) {
        return layout.results(cells, cell);
    }

    /** Whether a limit has made some aggregate of the cell leave something out. */
    public boolean capped(int cell) {
        return layout.capped(cells, cell);
    }

    /** The smallest event time of a cell of a running grouping. */
    public long spanStart(int cell) {
        return cells.longs[cell * layout.longs + layout.longs - 2];
    }

    /** The largest event time of a cell of a running grouping. */
    public long spanEnd(int cell) {
        return cells.longs[cell * layout.longs + layout.longs - 1];
    }

    public long hash(int cell) {
        return hashes[cell];
    }

    public long slice(int cell) {
        return slices[cell];
    }

    public int first(int cell) {
        return firsts[cell];
    }

    /** The array in which the encoded keys lie. */
    public byte[] keys() {
        return keys;
    }

    public int keyOffset(int cell) {
        return keyOffsets[cell];
    }

    public int keyLength(int cell) {
        return keyLengths[cell];
    }

    /** Forgets all cells and keeps the room. */
    public void clear() {
        cells.clear(size);
        Arrays.fill(index, 0);
        size = 0;
        keyBytes = 0;
    }

    /** Bytes of heap, roughly. Walks over all cells. */
    public long heapBytes() {
        long bytes = 64L
                + index.length * 4L
                + hashes.length * 28L
                + keys.length
                + cells.longs.length * 8L
                + cells.objects.length * 4L;
        for (int cell = 0; cell < size; cell++) {
            bytes += layout.heapBytes(cells, cell);
        }
        return bytes;
    }

    private static int place(long hash, long slice, int first) {
        long mixed = (hash ^ slice * 0x9E3779B97F4A7C15L ^ first) * 0xBF58476D1CE4E5B9L;
        return (int) (mixed >>> 32);
    }

    private boolean sameKey(int entry, byte[] key, int offset, int length) {
        return keyLengths[entry] == length
                && Arrays.equals(keys, keyOffsets[entry], keyOffsets[entry] + length, key, offset, offset + length);
    }

    /** @param free the place in the index where the search for the key has ended */
    private int add(byte[] key, int offset, int length, long hash, long slice, int first, int free) {
        boolean full = size == hashes.length;
        if (full) {
            grow();
        }
        int entry = size++;
        if (keyBytes + length > keys.length) {
            keys = Arrays.copyOf(keys, Math.max(Math.addExact(keyBytes, length), keys.length * 2));
        }
        System.arraycopy(key, offset, keys, keyBytes, length);
        keyOffsets[entry] = keyBytes;
        keyLengths[entry] = length;
        keyBytes += length;
        hashes[entry] = hash;
        slices[entry] = slice;
        firsts[entry] = first;
        layout.init(cells, entry);
        if (full) {
            insert(entry);
        } else {
            index[free] = entry + 1;
        }
        return entry;
    }

    private void insert(int entry) {
        int mask = index.length - 1;
        int at = place(hashes[entry], slices[entry], firsts[entry]) & mask;
        while (index[at] != 0) {
            at = at + 1 & mask;
        }
        index[at] = entry + 1;
    }

    private void grow() {
        int room = Math.multiplyExact(hashes.length, 2);
        hashes = Arrays.copyOf(hashes, room);
        slices = Arrays.copyOf(slices, room);
        firsts = Arrays.copyOf(firsts, room);
        keyOffsets = Arrays.copyOf(keyOffsets, room);
        keyLengths = Arrays.copyOf(keyLengths, room);
        cells.grow(room);
        index = new int[room * 2];
        for (int entry = 0; entry < size; entry++) {
            insert(entry);
        }
    }
}
