package io.nilometer.cli.engine;

import io.nilometer.api.PartitionId;
import io.nilometer.api.RecordBatch;
import io.nilometer.api.Relation;
import io.nilometer.api.Row;
import io.nilometer.api.Sink;
import io.nilometer.api.Source.Progress;
import io.nilometer.cli.test.TestHarness;
import io.nilometer.core.program.Program;
import io.nilometer.core.program.SourceProgram;
import io.nilometer.core.row.CatalystValues;
import io.nilometer.embedded.BatchInput;
import io.nilometer.embedded.BatchInput.PartitionProgress;
import io.nilometer.embedded.BatchInput.PartitionRecords;
import io.nilometer.embedded.BatchResult;
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

/** The embedded engine's computation with batches and clock in the hands of a test. */
public final class EmbeddedTestHarness implements TestHarness {

    private static final int THREADS = 2;

    private final Program program;
    private final Computation computation;
    private final Map<String, Output> outputs = new LinkedHashMap<>();
    private final Map<String, Long> positions = new TreeMap<>();
    private final Map<String, PartitionProgress> partitions = new LinkedHashMap<>();
    private long wallMicros;

    public static TestHarness open(Program program, Optional<Instant> now) {
        return new EmbeddedTestHarness(program, now);
    }

    private EmbeddedTestHarness(Program program, Optional<Instant> now) {
        this.program = program;
        // A test that does not set the clock does not care how far ahead of it events are.
        computation = new Computation(program, new Computation.Settings(THREADS, THREADS, now.isEmpty(), Set.of()));
        wallMicros = CatalystValues.micros(now.orElseGet(Instant::now));
        Relations.results(program).forEach(this::output);
        Relations.streams(program).forEach(this::output);
        take(List.of(), false);
    }

    @Override
    public void feed(Map<String, List<Input>> records) {
        Map<String, PartitionRecords> byPartition = new LinkedHashMap<>();
        records.forEach((stream, inputs) -> {
            SourceProgram source = source(stream);
            for (Input input : inputs) {
                add(source, input, byPartition);
            }
        });
        take(List.copyOf(byPartition.values()), false);
    }

    @Override
    public void pass(Duration time) {
        wallMicros += time.toNanos() / 1_000;
        take(List.of(), false);
    }

    @Override
    public Outcome finish() {
        take(List.of(), true);
        Map<String, Map<String, Object>> ledger = new LinkedHashMap<>();
        computation.ledger().streams().forEach((stream, counts) -> ledger.put(stream, counts.toMap()));
        return new Outcome(outputs, ledger);
    }

    @Override
    public void close() {
        computation.close();
    }

    private void add(SourceProgram source, Input input, Map<String, PartitionRecords> byPartition) {
        String topic = input.topic().orElse(source.stream());
        PartitionId partition = new PartitionId(topic + "-" + input.partition(), input.partition());
        String name = source.stream() + " " + partition.name();
        partitions.put(name, progress(source.index(), partition));
        RecordBatch batch = byPartition
                .computeIfAbsent(name, first -> new PartitionRecords(
                        source.index(), partition,
                        List.of(new RecordBatch(partition, new RecordBatch.Origin(topic, input.partition(), null), 16))))
                .batches()
                .get(0);
        batch.add(input.bytes(), 0, input.bytes().length, positions.merge(name, 1L, Long::sum) - 1);
        batch.describeLast(input.key(), Map.of());
    }

    private void take(List<PartitionRecords> records, boolean end) {
        BatchResult result =
                computation.process(new BatchInput(wallMicros, records, List.copyOf(partitions.values()), end, end));
        for (Sink.Rows rows : result.rows()) {
            Output output = outputs.get(rows.relation().name());
            if (output != null) {
                output.rows().addAll(rows.rows());
            }
        }
    }

    private void output(Relation relation) {
        outputs.put(relation.name(), new Output(relation, new ArrayList<Row>()));
    }

    private SourceProgram source(String stream) {
        return program.sources().stream()
                .filter(source -> source.stream().equals(stream))
                .findFirst()
                .orElseThrow();
    }

    /** Between the steps of a test every partition has been read to its end for now. */
    private static PartitionProgress progress(int source, PartitionId partition) {
        return new PartitionProgress(source, partition, "0", Progress.AT_END);
    }
}
