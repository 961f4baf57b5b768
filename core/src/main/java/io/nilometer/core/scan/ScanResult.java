package io.nilometer.core.scan;

import io.nilometer.api.Row;
import io.nilometer.core.ledger.StreamLedger;
import java.util.List;

/**
 * What one scanner made of its share of a batch.
 *
 * @param cells per shard, as {@link io.nilometer.core.state.CellBlock} writes them; empty arrays where there are none
 * @param streamRows per stream output of the program
 * @param rejected rows of {@link RecordRelations#rejected}
 * @param late rows of {@link RecordRelations#late}
 */
public record ScanResult(
        String stream,
        byte[][] cells,
        List<List<Row>> streamRows,
        List<Row> rejected,
        List<Row> late,
        StreamLedger ledger) {

    /** The size of all cells. */
    public int bytes() {
        int bytes = 0;
        for (byte[] block : cells) {
            bytes += block.length;
        }
        return bytes;
    }
}
