package io.nilometer.core.merge;

import io.nilometer.api.FieldType;
import io.nilometer.core.ledger.StreamLedger;
import io.nilometer.core.program.Grouping;
import io.nilometer.core.program.MetricProgram;
import io.nilometer.core.program.ResultProjector;
import io.nilometer.core.row.KeyCodec;
import io.nilometer.core.state.CellTable;
import io.nilometer.core.state.StateLayout;
import java.util.List;

/** Turns cells into the rows of one metric. */
final class RowMaker {

    private final MetricProgram metric;
    private final ResultProjector projector;
    private final KeyCodec codec;
    private long wholeFromMicros = StateLayout.ALWAYS;
    private long givenOutMicros = StateLayout.ALWAYS;
    private long readFromMicros = StateLayout.ALWAYS;

    RowMaker(Grouping grouping, MetricProgram metric) {
        this.metric = metric;
        this.projector = metric.results().make();
        List<FieldType> types = grouping.keys().stream().map(Grouping.Key::type).toList();
        this.codec = new KeyCodec(types);
    }

    MetricProgram metric() {
        return metric;
    }

    /** Goes on with a state. See {@link StateLayout.Metric}. */
    void goOn(long wholeFrom, long givenOut) {
        wholeFromMicros = wholeFrom;
        givenOutMicros = givenOut;
    }

    /** See {@link GroupingState#readFrom}. */
    void readFrom(long micros) {
        readFromMicros = micros;
    }

    /** Adds the row of a cell, unless {@code having} leaves it out or it was given out as final before. */
    void emit(CellTable table, int cell, long startMicros, long endMicros, boolean last, MergeOutput out) {
        if (endMicros <= givenOutMicros) {
            return;
        }
        boolean overflow = table.keyLength(cell) == 0;
        var keys = codec.decode(table.keys(), table.keyOffset(cell), table.keyLength(cell));
        ResultProjector.Projected projected = projector.project(keys, table.results(cell), startMicros, endMicros);
        if (last && (projector.wasTooLarge() || table.tooLarge(cell))) {
            out.note(StreamLedger.TOO_LARGE + metric.name(), 1);
        }
        if (projected != null) {
            boolean partial = startMicros < Math.max(wholeFromMicros, readFromMicros);
            out.add(metric, new MergeOutput.Candidate(projected, startMicros, endMicros, last, overflow, partial));
            if (last && table.capped(cell)) {
                out.note("capped:" + metric.name(), 1);
            }
        }
    }

    long takeFailures() {
        return projector.takeFailures();
    }
}
