package io.nilometer.cli.test;

import io.nilometer.api.Relation;
import io.nilometer.api.Row;
import io.nilometer.api.Sink;
import io.nilometer.core.program.MetricProgram;
import io.nilometer.core.program.Program;
import io.nilometer.core.program.StreamOutput;
import io.nilometer.core.scan.RecordRelations;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Gathers the final rows of a test's batches. */
public final class HarnessOutcome {

    private final Program program;
    private final Map<String, List<Row>> rows = new LinkedHashMap<>();

    public HarnessOutcome(Program program) {
        this.program = program;
    }

    /** What a harness gives out. */
    public static List<Relation> relations(Program program) {
        List<Relation> relations = new ArrayList<>();
        program.metrics().stream().map(MetricProgram::relation).forEach(relations::add);
        program.streamOutputs().stream().map(StreamOutput::relation).forEach(relations::add);
        relations.add(RecordRelations.rejected("rejected"));
        relations.add(RecordRelations.late("late"));
        return relations;
    }

    /** Takes the final ones of these rows. */
    public void add(List<Sink.Rows> batch) {
        for (Sink.Rows some : batch) {
            some.rows().stream().filter(Row::last).forEach(row -> rows.computeIfAbsent(
                            some.relation().name(), name -> new ArrayList<>())
                    .add(row));
        }
    }

    /** @param ledger as {@code ledger.json} shows it */
    public TestHarness.Outcome outcome(Map<String, Map<String, Object>> ledger) {
        Map<String, TestHarness.Output> outputs = new LinkedHashMap<>();
        for (Relation relation : relations(program)) {
            List<Row> found = List.copyOf(rows.getOrDefault(relation.name(), List.of()));
            outputs.put(relation.name(), new TestHarness.Output(relation, found));
        }
        return new TestHarness.Outcome(outputs, ledger);
    }
}
