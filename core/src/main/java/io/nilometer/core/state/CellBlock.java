package io.nilometer.core.state;

import io.nilometer.api.NilometerException;
import io.nilometer.core.bytes.ByteReader;
import io.nilometer.core.bytes.ByteWriter;

/**
 * Cells as bytes: what crosses from scan to merge and what is made durable as the increments of a batch.
 *
 * <p>A block is a sequence of sections: grouping index × 2 + 1 if a new dictionary begins here (unsigned), number of cells
 * (unsigned), smallest slice (signed), then the cells: hash (8 bytes), key (length, bytes), slice above the smallest
 * (unsigned), first (unsigned), accumulators. Blocks one behind the other are a block.
 *
 * <p>Accumulators may refer to values that were written before them (see {@link ByteReader#dictionary}); who does not want
 * a cell must read it all the same.
 */
public final class CellBlock {

    /** Increases when the form of blocks or of any accumulator changes. */
    public static final int VERSION = 5;

    /** State is divided into this many buckets by the key's hash, on every engine; a shard owns whole buckets. */
    public static final int BUCKETS = 64;

    private CellBlock() {}

    public static int bucket(long hash) {
        return (int) (hash >>> 58);
    }

    /** Appends all cells of a table of merge. */
    public static void write(int grouping, CellTable table, ByteWriter out) {
        writeSection(grouping, true, table, new CellsByShard(table, 1), 0, out);
    }

    /** Appends the cells of one shard, if there are any. */
    static void writeSection(
            int grouping, boolean begins, CellTable table, CellsByShard cells, int shard, ByteWriter out) {
        int begin = cells.begin(shard);
        int end = cells.end(shard);
        if (begin == end) {
            return;
        }
        long smallest = Long.MAX_VALUE;
        for (int at = begin; at < end; at++) {
            smallest = Math.min(smallest, table.slice(cells.cell(at)));
        }
        beginSection(grouping, begins, end - begin, smallest, out);
        for (int at = begin; at < end; at++) {
            int cell = cells.cell(at);
            writeHead(
                    table.hash(cell),
                    table.keys(),
                    table.keyOffset(cell),
                    table.keyLength(cell),
                    table.slice(cell) - smallest,
                    table.first(cell),
                    out);
            table.write(cell, out);
        }
    }

    /** @param begins whether nothing in the section refers to a value before it */
    static void beginSection(int grouping, boolean begins, int cells, long smallestSlice, ByteWriter out) {
        out.writeUnsigned(2L * grouping + (begins ? 1 : 0));
        out.writeUnsigned(cells);
        out.writeSigned(smallestSlice);
    }

    /** Writes what stands before a cell's accumulators. */
    static void writeHead(
            long hash, byte[] keys, int keyOffset, int keyLength, long sliceAboveSmallest, int first, ByteWriter out) {
        out.writeLong(hash);
        out.writeBytes(keys, keyOffset, keyLength);
        out.writeUnsigned(sliceAboveSmallest);
        out.writeUnsigned(first);
    }

    /** Takes the cells of a block, one after the other. */
    public interface Reader {
        /**
         * @param in stands at the cell's accumulators; the reader must read exactly these
         * @param keyOffset of the key within {@code in.array()}
         */
        void cell(int grouping, long hash, int keyOffset, int keyLength, long slice, int first, ByteReader in);
    }

    /** @throws NilometerException when the bytes are not what was written */
    public static void read(byte[] block, Reader reader) {
        ByteReader in = new ByteReader(block);
        try {
            while (in.hasMore()) {
                readSection(in, reader);
            }
        } catch (IndexOutOfBoundsException | ArithmeticException e) {
            throw new NilometerException(
                    "cells-corrupt",
                    "cells cannot be read at byte " + in.position() + " of " + block.length + ": " + e.getMessage(),
                    "if this happens at a start, restore the state from a copy, or start with empty state: --forget",
                    e);
        }
    }

    private static void readSection(ByteReader in, Reader reader) {
        int head = in.readLength();
        if ((head & 1) != 0) {
            in.dictionary().begin();
        }
        int cells = in.readLength();
        long smallest = in.readSigned();
        for (int i = 0; i < cells; i++) {
            long hash = in.readLong();
            int keyLength = in.readLength();
            int keyOffset = in.position();
            in.skip(keyLength);
            long slice = smallest + in.readUnsigned();
            int first = in.readLength();
            reader.cell(head >>> 1, hash, keyOffset, keyLength, slice, first, in);
        }
    }
}
