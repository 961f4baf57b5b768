package io.nilometer.cli.spark;

import io.nilometer.api.Sink;
import io.nilometer.cli.test.HarnessOutcome;
import io.nilometer.cli.test.HarnessRecords;
import io.nilometer.cli.test.TestHarness;
import io.nilometer.core.component.Components;
import io.nilometer.core.deliver.Subscription;
import io.nilometer.core.program.Program;
import io.nilometer.core.program.SourceProgram;
import io.nilometer.core.row.CatalystValues;
import io.nilometer.core.run.StateOrigin;
import io.nilometer.spark.SparkRun;
import io.nilometer.spark.SparkSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** The Spark engine with records and a clock that only the test moves. */
public final class SparkHarness implements TestHarness {

    /** For tests that do not set the clock: late enough that no event is ahead of it. */
    private static final Instant NO_MATTER = Instant.parse("2200-01-01T00:00:00Z");

    /** Passing time is cut into so many steps at most, each at least a second: every one may take batches of Spark. */
    private static final int MOST_TICKS = 20;

    private final Program program;
    private final AtomicLong nowMicros;
    private final Map<String, FedSource> sources = new LinkedHashMap<>();
    private final HarnessRecords records = new HarnessRecords();
    private final HarnessOutcome outcome;
    private final SparkRun run;

    private SparkHarness(Program program, Components components, Optional<String> master, Instant now) {
        this.program = program;
        nowMicros = new AtomicLong(CatalystValues.micros(now));
        outcome = new HarnessOutcome(program);
        program.sources().forEach(source -> sources.put(source.stream(), new FedSource()));
        Subscription all = new Subscription(
                "test",
                HarnessOutcome.relations(program),
                false,
                io.nilometer.core.pipeline.Output.Retry.DEFAULT,
                Rows::new);
        run = SparkRun.open(
                program,
                new SparkSettings(
                        components,
                        Map.of(),
                        Map.copyOf(sources),
                        List.of(all),
                        Optional.empty(),
                        false,
                        StateOrigin.UNKNOWN,
                        false,
                        true,
                        master,
                        ClusterJar.besideProgram(),
                        nowMicros::get,
                        ledger -> {},
                        notice -> {}));
    }

    /** @param master where the query runs; empty means this process */
    public static TestHarness.Factory on(Components components, Optional<String> master) {
        return (program, now) -> {
            SparkHarness harness = new SparkHarness(program, components, master, now.orElse(NO_MATTER));
            harness.run.begin();
            return harness;
        };
    }

    @Override
    public void feed(Map<String, List<Input>> inputs) {
        for (SourceProgram source : program.sources()) {
            sources.get(source.stream())
                    .feed(records.batches(source, inputs.getOrDefault(source.stream(), List.of())).values().stream()
                            .flatMap(List::stream)
                            .toList());
        }
        run.processAllAvailable();
    }

    @Override
    public void pass(Duration time) {
        long ticks = Math.max(1, Math.min(MOST_TICKS, time.toSeconds()));
        long start = nowMicros.get();
        for (long tick = 1; tick <= ticks; tick++) {
            nowMicros.set(start + CatalystValues.micros(Instant.EPOCH.plus(time)) * tick / ticks);
            run.processAllAvailable();
        }
    }

    @Override
    public Outcome finish() {
        sources.values().forEach(FedSource::end);
        try {
            run.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return outcome.outcome(run.status().ledger());
    }

    @Override
    public void close() {
        run.close();
    }

    /** Gathers what the engine delivers. */
    private final class Rows implements Sink {

        @Override
        public void write(Batch batch) {
            outcome.add(batch.outputs());
        }

        @Override
        public void close() {}
    }
}
