package io.nilometer.bench;

import io.nilometer.api.NilometerException;
import io.nilometer.cli.embedded.EmbeddedEngine;
import io.nilometer.cli.embedded.EmbeddedRunAdapter;
import io.nilometer.cli.run.RunRequest;
import io.nilometer.core.compile.DemoCompiler;
import io.nilometer.core.component.Components;
import io.nilometer.core.program.Program;
import io.nilometer.embedded.EngineStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** Runs the log-analysis pipeline over the topic to its end, as {@code nilometer run --until-end --state --results} does. */
final class PipelineRun {

    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    private final Meter meter;
    private final long total;
    private final Path results;
    private boolean firstCommit;
    private boolean firstResult;

    private PipelineRun(long total, Path results) {
        this.total = total;
        this.results = results;
        meter = new Meter(total);
    }

    /** Arguments: pipeline file, brokers, records, folder for state and results. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Quiet.libraries();
        Path folder = Path.of(arguments[3]);
        new PipelineRun(Long.parseLong(arguments[2]), folder.resolve("results"))
                .run(Path.of(arguments[0]), arguments[1], folder);
        // As the shipped program ends.
        Runtime.getRuntime().exit(0);
    }

    private void run(Path file, String brokers, Path folder) throws IOException, InterruptedException {
        Components components = Components.load();
        Program program = LogPipeline.program(file, brokers, components);
        meter.add("compiled_s", Meter.secondsSinceStart());
        RunRequest request = new RunRequest(
                program,
                components,
                Map.of(),
                true,
                Optional.of(results),
                Optional.of(folder.resolve("state").toString()),
                false,
                false,
                Optional.empty(),
                notice -> System.err.println("nilometer: " + notice));
        try (EmbeddedRunAdapter run = new EmbeddedEngine(DemoCompiler::generator).open(request)) {
            run.begin();
            watch(run);
            run.await();
            look(total);
            addTiming(run.engineStatus());
        }
        meter.add("until_end_s", Meter.secondsSinceStart());
        meter.print();
    }

    private void watch(EmbeddedRunAdapter run) {
        long records = 0;
        long lastNews = System.nanoTime();
        while (records < total) {
            LockSupport.parkNanos(LOOK_NANOS);
            long now = run.engineStatus().records();
            if (now != records) {
                lastNews = System.nanoTime();
            } else if (System.nanoTime() - lastNews > TimeUnit.SECONDS.toNanos(30)) {
                throw new NilometerException(
                        "stuck", "the run has not moved for 30 s at " + now + " of " + total + " records", "");
            }
            records = now;
            meter.reached(records);
            look(records);
        }
    }

    private void look(long records) {
        if (!firstCommit && records > 0) {
            firstCommit = true;
            meter.add("first_commit_s", Meter.secondsSinceStart());
        }
        if (!firstResult && anyResult()) {
            firstResult = true;
            meter.add("first_result_s", Meter.secondsSinceStart());
        }
    }

    private boolean anyResult() {
        if (!Files.isDirectory(results)) {
            return false;
        }
        try (Stream<Path> files = Files.list(results)) {
            return files.anyMatch(
                    file -> file.toString().endsWith(".ndjson") && file.toFile().length() > 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void addTiming(EngineStatus status) {
        EngineStatus.Timing timing = status.timing();
        meter.add("batches", status.batches());
        meter.add("committed_mb", (double) status.committedBytes() / (1 << 20));
        meter.add("waiting_s", timing.waiting() / 1e9);
        meter.add("scan_s", timing.scan() / 1e9);
        meter.add("merge_s", timing.merge() / 1e9);
        meter.add("chunks_s", timing.chunks() / 1e9);
        meter.add("commit_s", timing.commit() / 1e9);
    }
}
