package io.nilometer.cli.run;

import io.nilometer.api.Relation;
import io.nilometer.core.ledger.LedgerRows;
import io.nilometer.core.pipeline.Output;
import io.nilometer.core.pipeline.Reference;
import io.nilometer.core.program.MetricProgram;
import io.nilometer.core.program.Program;
import io.nilometer.core.program.StreamOutput;
import io.nilometer.core.scan.RecordRelations;
import java.util.ArrayList;
import java.util.List;

/** What of a program can be written somewhere. */
public final class Relations {

    private Relations() {}

    /** The results of metrics. */
    public static List<Relation> metrics(Program program) {
        return program.metrics().stream().map(MetricProgram::relation).toList();
    }

    /** The events of streams that some output reads. */
    public static List<Relation> streams(Program program) {
        return program.streamOutputs().stream().map(StreamOutput::relation).toList();
    }

    /** Metrics, and rejected and late records of all streams. */
    public static List<Relation> results(Program program) {
        List<Relation> all = new ArrayList<>(metrics(program));
        all.add(RecordRelations.rejected("rejected"));
        all.add(RecordRelations.late("late"));
        return all;
    }

    /** What an output of the pipeline reads. */
    public static List<Relation> of(Program program, Output output) {
        List<Relation> wanted = new ArrayList<>();
        for (Reference reference : output.from()) {
            switch (reference.part()) {
                case REJECTED -> wanted.add(RecordRelations.rejected(reference.toString()));
                case LATE -> wanted.add(RecordRelations.late(reference.toString()));
                case EVENTS -> wanted.add(find(program, reference.name()));
            }
        }
        return wanted;
    }

    private static Relation find(Program program, String name) {
        if (name.equals(LedgerRows.NAME)) {
            return LedgerRows.RELATION;
        }
        List<Relation> all = new ArrayList<>(metrics(program));
        all.addAll(streams(program));
        return all.stream()
                .filter(relation -> relation.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("nothing is called " + name));
    }
}
