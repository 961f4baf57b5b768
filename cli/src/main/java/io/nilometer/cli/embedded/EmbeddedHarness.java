package io.nilometer.cli.embedded;

import io.nilometer.api.RecordBatch;
import io.nilometer.api.Source.Progress;
import io.nilometer.cli.test.HarnessOutcome;
import io.nilometer.cli.test.HarnessRecords;
import io.nilometer.cli.test.TestHarness;
import io.nilometer.core.program.Program;
import io.nilometer.core.program.SourceProgram;
import io.nilometer.core.row.CatalystValues;
import io.nilometer.embedded.BatchInput;
import io.nilometer.embedded.Computation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The computation of the embedded engine, batch by batch, with a clock that only the test moves. */
public final class EmbeddedHarness implements TestHarness {

    /** For tests that do not set the clock: late enough that no event is ahead of it. */
    private static final Instant NO_MATTER = Instant.parse("2200-01-01T00:00:00Z");

    /** Passing time is cut into so many batches at most, each at least a second. */
    private static final int MOST_TICKS = 1_000;

    private final Program program;
    private final Computation computation;
    private final HarnessRecords records = new HarnessRecords();
    private final HarnessOutcome outcome;
    private Instant now;

    private EmbeddedHarness(Program program, Instant now) {
        this.program = program;
        this.outcome = new HarnessOutcome(program);
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
            this.records
                    .batches(source, records.getOrDefault(source.stream(), List.of()))
                    .forEach((name, batches) -> {
                        RecordBatch last = batches.get(batches.size() - 1);
                        taken.add(new BatchInput.PartitionRecords(source.index(), last.partition(), batches));
                        progress.add(new BatchInput.PartitionProgress(
                                source.index(), last.partition(), last.resume(), Progress.AT_END));
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
        return outcome.outcome(computation.ledger().toMap());
    }

    @Override
    public void close() {
        computation.close();
    }

    private void process(
            List<BatchInput.PartitionRecords> records, List<BatchInput.PartitionProgress> progress, boolean end) {
        BatchInput input = new BatchInput(CatalystValues.micros(now), records, progress, end, end);
        outcome.add(computation.process(input).rows());
    }
}
