package io.nilometer.embedded;

import io.nilometer.api.Sink;
import java.util.List;

/**
 * What came of a batch.
 *
 * @param last whether the run ends with it
 * @param rows results, stream events, rejected and late records
 * @param increments the cells of the batch, as {@link io.nilometer.core.state.CellBlock} writes them
 * @param changed whether anything happened that a restart must know: records, clocks, rows
 * @param overflowed whether keys were counted together because the state is at its limit
 * @param timing where the time went
 */
public record BatchResult(
        long batch,
        boolean last,
        List<Sink.Rows> rows,
        byte[] increments,
        boolean changed,
        boolean overflowed,
        Timing timing) {

    /** Wall time in nanoseconds. */
    public record Timing(long scan, long merge) {}
}
