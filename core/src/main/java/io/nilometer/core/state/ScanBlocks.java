package io.nilometer.core.state;

import io.nilometer.core.aggregate.ScanDictionary;
import io.nilometer.core.bytes.ByteWriter;
import org.jspecify.annotations.Nullable;

/**
 * Writes the cells of a scan: one {@link CellBlock} for each shard, shard by shard, so that only one block's dictionary is
 * needed at a time.
 */
public final class ScanBlocks {

    private ScanBlocks() {}

    /**
     * @param tables by grouping; null where the scan has no cells
     * @param dictionary the one of the tables' layouts
     * @return by shard; empty arrays where there are no cells
     */
    public static byte[][] write(@Nullable CellTable[] tables, int shards, ScanDictionary dictionary) {
        @Nullable CellsByShard[] sorted = new CellsByShard[tables.length];
        for (int grouping = 0; grouping < tables.length; grouping++) {
            CellTable table = tables[grouping];
            sorted[grouping] = table == null ? null : new CellsByShard(table, shards);
        }
        byte[][] blocks = new byte[shards][];
        ByteWriter out = new ByteWriter(1 << 12);
        for (int shard = 0; shard < shards; shard++) {
            out.reset();
            dictionary.beginBlock();
            for (int grouping = 0; grouping < tables.length; grouping++) {
                CellTable table = tables[grouping];
                CellsByShard cells = sorted[grouping];
                if (table != null && cells != null) {
                    CellBlock.writeSection(grouping, out.size() == 0, table, cells, shard, out);
                }
            }
            blocks[shard] = out.toByteArray();
        }
        return blocks;
    }
}
