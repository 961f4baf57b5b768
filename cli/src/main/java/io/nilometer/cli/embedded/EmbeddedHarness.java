package io.nilometer.cli.embedded;

import io.nilometer.api.PartitionId;
import io.nilometer.api.RecordBatch;
import io.nilometer.api.Relation;
import io.nilometer.api.Row;
import io.nilometer.api.Sink;
import io.nilometer.api.Source.Progress;
import io.nilometer.cli.test.TestHarness;
import io.nilometer.core.ledger.StreamLedger;
import io.nilometer.core.program.MetricProgram;
import io.nilometer.core.program.Program;
import io.nilometer.core.program.SourceProgram;
import io.nilometer.core.program.StreamOutput;
import io.nilometer.core.row.CatalystValues;
import io.nilometer.core.scan.RecordRelations;
import io.nilometer.embedded.BatchInput;
import io.nilometer.embedded.Computation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The computation of the embedded engine, batch by batch, with a clock that only the test moves. */
public final class EmbeddedHarness implements TestHarness {

    /** For tests that do not set the clock: late enough that no event is ahead of it. */
    private static final Instant NO_MATTER = Instant.parse("2200-01-01T00:00:00Z");

    /** Passing time is cut into so many batches at most, each at least a second. */
    private static final int MOST_TICKS = 1_000;

    private final Program program;
    private final Computation computation;
    private final Map<String, List<Row>> rows = new LinkedHashMap<>();
    private final Map<PartitionId, Long> positions = new LinkedHashMap<>();
    private Instant now;

    private EmbeddedHarness(Program program, Instant now) {
        this.program = program;
        this.now = now;
        // Two shards: whatever depends on the order between them would show.
        this.computation = new Computation(program, new Computation.Settings(1, 2, true, Set.of()));
    }

    public static TestHarness open(Program program, Optional<Instant> now) {
        return new EmbeddedHarness(program, now.orElse(NO_MATTER));
    }

    @Override
    public void feed(Map<String, List<Input>> records) {
        List<BatchInput.PartitionRecords> taken = new ArrayList<>();
        List<BatchInput.PartitionProgress> progress = new ArrayList<>();
        for (SourceProgram source : program.sources()) {
            batches(source, records.getOrDefault(source.stream(), List.of())).forEach((name, batch) -> {
                taken.add(new BatchInput.PartitionRecords(source.index(), batch.partition(), List.of(batch)));
                progress.add(new BatchInput.PartitionProgress(
                        source.index(), batch.partition(), batch.resume(), Progress.AT_END));
            });
        }
        process(taken, progress, false);
    }

    @Override
    public void pass(Duration time) {
        long ticks = Math.max(1, Math.min(MOST_TICKS, time.toSeconds()));
        Instant start = now;
        for (long tick = 1; tick <= ticks; tick++) {
            now = start.plus(time.multipliedBy(tick).dividedBy(ticks));
            process(List.of(), List.of(), false);
        }
    }

    @Override
    public Outcome finish() {
        process(List.of(), List.of(), true);
        Map<String, Output> outputs = new LinkedHashMap<>();
        for (MetricProgram metric : program.metrics()) {
            put(outputs, metric.relation());
        }
        for (StreamOutput stream : program.streamOutputs()) {
            put(outputs, stream.relation());
        }
        put(outputs, RecordRelations.rejected("rejected"));
        put(outputs, RecordRelations.late("late"));
        return new Outcome(outputs, ledger());
    }

    @Override
    public void close() {
        computation.close();
    }

    private Map<String, Map<String, Object>> ledger() {
        Map<String, Map<String, Object>> ledger = new LinkedHashMap<>();
        for (Map.Entry<String, StreamLedger> stream :
                computation.ledger().streams().entrySet()) {
            ledger.put(stream.getKey(), stream.getValue().toMap());
        }
        return ledger;
    }

    private void put(Map<String, Output> outputs, Relation relation) {
        outputs.put(relation.name(), new Output(relation, List.copyOf(rows.getOrDefault(relation.name(), List.of()))));
    }

    private void process(
            List<BatchInput.PartitionRecords> records, List<BatchInput.PartitionProgress> progress, boolean end) {
        BatchInput input = new BatchInput(CatalystValues.micros(now), records, progress, end, end);
        for (Sink.Rows some : computation.process(input).rows()) {
            some.rows().stream().filter(Row::last).forEach(row -> rows.computeIfAbsent(
                            some.relation().name(), name -> new ArrayList<>())
                    .add(row));
        }
    }

    /** By partition name, so that the order does not depend on that of the test's records. */
    private Map<String, RecordBatch> batches(SourceProgram source, List<Input> inputs) {
        Map<String, RecordBatch> batches = new TreeMap<>();
        for (Input input : inputs) {
            String topic = input.topic().orElse(source.stream());
            PartitionId partition = new PartitionId(topic + "-" + input.partition(), input.partition());
            RecordBatch batch = batches.computeIfAbsent(
                    partition.name(),
                    name -> new RecordBatch(
                            partition, new RecordBatch.Origin(topic, input.partition(), null), inputs.size()));
            long position = positions.merge(partition, 1L, Long::sum) - 1;
            batch.add(input.bytes(), 0, input.bytes().length, position);
            batch.describeLast(input.key(), Map.of());
            batch.resumeAt(Long.toString(position + 1));
        }
        return batches;
    }
}
