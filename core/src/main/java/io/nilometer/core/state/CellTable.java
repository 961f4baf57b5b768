package io.nilometer.core.state;

import io.nilometer.core.aggregate.EventOrder;
import io.nilometer.core.bytes.ByteReader;
import io.nilometer.core.bytes.ByteWriter;
import io.nilometer.core.row.EventRow;
import io.nilometer.core.row.KeyHash;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Cells by (key, slice, first window): an open-addressing hash table. Cells are numbered 0, 1, 2 … in the order in which
 * they came. What a search compares lies directly before the cell's slots (see {@link CellLayout}): a scan waits for memory
 * most of its time, so a lookup touches as few cache lines as it can.
 *
 * <p>{@code first} is 0 for events that were on time; otherwise it counts how many window ends after the slice's own end
 * had already passed the partition's watermark: a window whose end lies {@code n} slices behind that of the slice takes the
 * cell when {@code n >= first}.
 */
public final class CellTable {

    private static final int SMALL = 8;
    private static final int WORD = 8;

    private final CellLayout layout;
    private final int stride;
    private final Cells cells;
    private int size;

    /** Half of the hash and the number of the cell + 1, or 0; at most half in use. */
    private long[] index;

    private byte[] keys;
    private int keyBytes;

    public CellTable(CellLayout layout) {
        this(layout, SMALL);
    }

    public CellTable(CellLayout layout, int capacity) {
        this.layout = layout;
        stride = layout.stride;
        int room = Integer.highestOneBit(Math.max(capacity, SMALL) * 2 - 1);
        cells = new Cells(layout, room);
        index = new long[room * 2];
        keys = new byte[room * 16];
    }

    public int size() {
        return size;
    }

    /** Bytes of all keys. */
    public long keyBytes() {
        return keyBytes;
    }

    /** The cell of a key, made when missing; {@code hash} is the key's {@link KeyHash}. */
    public int cell(byte[] key, int offset, int length, long hash, long slice, int first) {
        int place = search(key, offset, length, hash, slice, first);
        return place >= 0 ? (int) index[place] - 1 : add(key, offset, length, hash, slice, first, ~place);
    }

    /** The cell of a key, or -1. */
    public int find(byte[] key, int offset, int length, long hash, long slice, int first) {
        int place = search(key, offset, length, hash, slice, first);
        return place >= 0 ? (int) index[place] - 1 : -1;
    }

    /** The place in the index of a cell; that where the search has ended, as its complement, when there is none. */
    private int search(byte[] key, int offset, int length, long hash, long slice, int first) {
        long low = low(key, offset, length);
        long high = high(key, offset, length);
        long mixed = mixed(hash, slice, first);
        int mask = index.length - 1;
        int at = (int) (mixed >>> 32) & mask;
        while (true) {
            long held = index[at];
            if (held == 0) {
                return ~at;
            }
            if (held >>> 32 == (mixed & 0xFFFFFFFFL)) {
                int base = ((int) held - 1) * stride;
                long[] longs = cells.longs;
                if (longs[base + CellLayout.KEY_LOW] == low
                        && longs[base + CellLayout.KEY_HIGH] == high
                        && longs[base + CellLayout.SLICE] == slice
                        && longs[base + CellLayout.FIRST_AND_LENGTH] == firstAndLength(first, length)
                        && (length <= 2 * WORD || sameRest(base, key, offset, length))) {
                    return at;
                }
            }
            at = at + 1 & mask;
        }
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

    /** Whether some aggregate of the cell is null because it does not fit its type. */
    public boolean tooLarge(int cell) {
        return layout.tooLarge(cells, cell);
    }

    /** The smallest event time of a cell of a running grouping. */
    public long spanStart(int cell) {
        return cells.longs[(cell + 1) * stride - 2];
    }

    /** The largest event time of a cell of a running grouping. */
    public long spanEnd(int cell) {
        return cells.longs[(cell + 1) * stride - 1];
    }

    public long hash(int cell) {
        return cells.longs[cell * stride + CellLayout.HASH];
    }

    public long slice(int cell) {
        return cells.longs[cell * stride + CellLayout.SLICE];
    }

    public int first(int cell) {
        return (int) (cells.longs[cell * stride + CellLayout.FIRST_AND_LENGTH] >>> 32);
    }

    /** The array in which the encoded keys lie. */
    public byte[] keys() {
        return keys;
    }

    public int keyOffset(int cell) {
        return (int) cells.longs[cell * stride + CellLayout.KEY_OFFSET];
    }

    public int keyLength(int cell) {
        return (int) cells.longs[cell * stride + CellLayout.FIRST_AND_LENGTH];
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
        long bytes = 64L + index.length * 8L + keys.length + cells.longs.length * 8L + cells.objects.length * 4L;
        for (int cell = 0; cell < size; cell++) {
            bytes += layout.heapBytes(cells, cell);
        }
        return bytes;
    }

    /** Bytes of heap of one cell, with its share of the room that a growing table keeps. */
    public long heapBytes(int cell) {
        long room = 8L * stride + 2 * 2 * 8L + keyLength(cell) + 4L * layout.objects;
        return room + room / 2 + layout.heapBytes(cells, cell);
    }

    private static long mixed(long hash, long slice, int first) {
        return (hash ^ slice * 0x9E3779B97F4A7C15L ^ first) * 0xBF58476D1CE4E5B9L;
    }

    private static long firstAndLength(int first, int length) {
        return (long) first << 32 | length;
    }

    /** The first bytes of a key. */
    private static long low(byte[] key, int offset, int length) {
        return KeyHash.word(key, offset, Math.min(length, WORD));
    }

    /** The bytes behind those. */
    private static long high(byte[] key, int offset, int length) {
        return length <= WORD ? 0 : KeyHash.word(key, offset + WORD, Math.min(length - WORD, WORD));
    }

    private boolean sameRest(int base, byte[] key, int offset, int length) {
        int held = (int) cells.longs[base + CellLayout.KEY_OFFSET];
        return Arrays.equals(keys, held + 2 * WORD, held + length, key, offset + 2 * WORD, offset + length);
    }

    /** @param free the place in the index where the search for the key has ended */
    private int add(byte[] key, int offset, int length, long hash, long slice, int first, int free) {
        boolean full = 2 * size == index.length;
        if (full) {
            grow();
        }
        if (keyBytes + length > keys.length) {
            keys = Arrays.copyOf(keys, Math.max(Math.addExact(keyBytes, length), keys.length * 2));
        }
        System.arraycopy(key, offset, keys, keyBytes, length);
        int cell = size++;
        int base = cell * stride;
        long[] longs = cells.longs;
        longs[base + CellLayout.HASH] = hash;
        longs[base + CellLayout.KEY_OFFSET] = keyBytes;
        longs[base + CellLayout.KEY_LOW] = low(key, offset, length);
        longs[base + CellLayout.KEY_HIGH] = high(key, offset, length);
        longs[base + CellLayout.SLICE] = slice;
        longs[base + CellLayout.FIRST_AND_LENGTH] = firstAndLength(first, length);
        keyBytes += length;
        layout.init(cells, cell);
        if (full) {
            insert(cell);
        } else {
            index[free] = entry(mixed(hash, slice, first), cell);
        }
        return cell;
    }

    private static long entry(long mixed, int cell) {
        return mixed << 32 | cell + 1;
    }

    private void insert(int cell) {
        long mixed = mixed(hash(cell), slice(cell), first(cell));
        int mask = index.length - 1;
        int at = (int) (mixed >>> 32) & mask;
        while (index[at] != 0) {
            at = at + 1 & mask;
        }
        index[at] = entry(mixed, cell);
    }

    private void grow() {
        int room = Math.multiplyExact(size, 2);
        cells.grow(room);
        index = new long[Math.multiplyExact(room, 2)];
        for (int cell = 0; cell < size; cell++) {
            insert(cell);
        }
    }
}
