package io.nilometer.core.state;

import io.nilometer.core.bytes.ByteReader;
import io.nilometer.core.bytes.ByteWriter;
import java.util.List;

/**
 * Cells as bytes: what crosses from scan to merge and what is made durable as the increments of a batch.
 *
 * <p>A block is a sequence of sections: grouping index (unsigned), number of cells (int), smallest slice (signed), then the
 * cells: hash (8 bytes), key (length, bytes), slice above the smallest (unsigned), first (unsigned), accumulators.
 */
public final class CellBlock {

    /** Increases when the form of blocks or of any accumulator changes. */
    public static final int VERSION = 2;

    /** State is divided into this many buckets by the key's hash, on every engine; a shard owns whole buckets. */
    public static final int BUCKETS = 64;

    private CellBlock() {}

    public static int bucket(long hash) {
        return (int) (hash >>> 58);
    }

    /** Appends all cells of a table, each to the writer of the shard that owns its bucket. */
    public static void write(int grouping, CellTable table, List<ByteWriter> shards) {
        if (table.size() == 0) {
            return;
        }
        long smallest = Long.MAX_VALUE;
        for (int cell = 0; cell < table.size(); cell++) {
            smallest = Math.min(smallest, table.slice(cell));
        }
        int count = shards.size();
        int[] countAt = new int[count];
        int[] cells = new int[count];
        for (int shard = 0; shard < count; shard++) {
            ByteWriter out = shards.get(shard);
            countAt[shard] = beginSection(grouping, 0, smallest, out);
        }
        for (int cell = 0; cell < table.size(); cell++) {
            long hash = table.hash(cell);
            int shard = bucket(hash) % count;
            ByteWriter out = shards.get(shard);
            writeHead(
                    hash,
                    table.keys(),
                    table.keyOffset(cell),
                    table.keyLength(cell),
                    table.slice(cell) - smallest,
                    table.first(cell),
                    out);
            table.write(cell, out);
            cells[shard]++;
        }
        for (int shard = 0; shard < count; shard++) {
            shards.get(shard).putInt(countAt[shard], cells[shard]);
        }
    }

    /** Begins a section; returns where its number of cells stands. */
    static int beginSection(int grouping, int cells, long smallestSlice, ByteWriter out) {
        out.writeUnsigned(grouping);
        int countAt = out.size();
        out.writeInt(cells);
        out.writeSigned(smallestSlice);
        return countAt;
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

    public static void read(byte[] block, Reader reader) {
        ByteReader in = new ByteReader(block);
        while (in.hasMore()) {
            int grouping = in.readLength();
            int cells = in.readInt();
            long smallest = in.readSigned();
            for (int i = 0; i < cells; i++) {
                long hash = in.readLong();
                int keyLength = in.readLength();
                int keyOffset = in.position();
                in.skip(keyLength);
                long slice = smallest + in.readUnsigned();
                int first = in.readLength();
                reader.cell(grouping, hash, keyOffset, keyLength, slice, first, in);
            }
        }
    }
}
