package io.nilometer.core.scan;

import io.nilometer.api.Relation;
import io.nilometer.api.Row;
import io.nilometer.api.Sink;
import io.nilometer.core.program.Program;
import java.util.ArrayList;
import java.util.List;

/** Puts together what the scanners of a batch give out beside cells: events of streams, rejected and late records. */
public final class ScannedRows {

    private ScannedRows() {}

    /** Rejected and late records stand twice: under all, and under their stream. */
    public static List<Sink.Rows> of(Program program, List<ScanResult> scanned) {
        List<Sink.Rows> rows = new ArrayList<>();
        List<Row> rejected = new ArrayList<>();
        List<Row> late = new ArrayList<>();
        for (ScanResult result : scanned) {
            rejected.addAll(result.rejected());
            late.addAll(result.late());
        }
        for (int output = 0; output < program.streamOutputs().size(); output++) {
            List<Row> events = new ArrayList<>();
            for (ScanResult result : scanned) {
                events.addAll(result.streamRows().get(output));
            }
            add(program.streamOutputs().get(output).relation(), events, rows);
        }
        add(RecordRelations.rejected("rejected"), rejected, rows);
        add(RecordRelations.late("late"), late, rows);
        for (ScanResult result : scanned) {
            add(RecordRelations.rejected(result.stream() + ".rejected"), result.rejected(), rows);
            add(RecordRelations.late(result.stream() + ".late"), result.late(), rows);
        }
        return rows;
    }

    private static void add(Relation relation, List<Row> events, List<Sink.Rows> rows) {
        if (!events.isEmpty()) {
            rows.add(new Sink.Rows(relation, events));
        }
    }
}
