package io.nilometer.core.state;

/** The cells of a table by the shard that owns their bucket; those of a shard in the order in which they came. */
final class CellsByShard {

    private final int[] cells;
    private final int[] ends;

    CellsByShard(CellTable table, int shards) {
        cells = new int[table.size()];
        ends = new int[shards];
        for (int cell = 0; cell < cells.length; cell++) {
            ends[shard(table, cell, shards)]++;
        }
        int[] next = new int[shards];
        for (int shard = 1; shard < shards; shard++) {
            next[shard] = ends[shard - 1];
            ends[shard] += ends[shard - 1];
        }
        for (int cell = 0; cell < cells.length; cell++) {
            cells[next[shard(table, cell, shards)]++] = cell;
        }
    }

    /** Where the cells of a shard begin. */
    int begin(int shard) {
        return shard == 0 ? 0 : ends[shard - 1];
    }

    /** Where they end. */
    int end(int shard) {
        return ends[shard];
    }

    int cell(int at) {
        return cells[at];
    }

    private static int shard(CellTable table, int cell, int shards) {
        return CellBlock.bucket(table.hash(cell)) % shards;
    }
}
