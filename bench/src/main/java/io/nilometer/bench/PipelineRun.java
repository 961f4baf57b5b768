package io.nilometer.bench;

import io.nilometer.core.component.Components;
import io.nilometer.core.program.Program;
import io.nilometer.core.run.Run;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * Runs the log-analysis pipeline over the topic to its end, as {@code nilometer run --until-end --state --results} does, on
 * one of Nilometer's engines.
 */
final class PipelineRun {

    private final Meter meter = new Meter();
    private final Path results;
    private boolean firstCommit;
    private boolean firstResult;

    private PipelineRun(Path results) {
        this.results = results;
    }

    /** Arguments: the engine, pipeline file, brokers, topic, records, folder for state and results. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Quiet.libraries();
        Path folder = Path.of(arguments[5]);
        Components components = Components.load();
        Program program = LogPipeline.program(Path.of(arguments[1]), arguments[2], arguments[3], components);
        new PipelineRun(EngineRun.results(folder))
                .run(Way.valueOf(arguments[0]), program, components, Long.parseLong(arguments[4]), folder);
        // As the shipped program ends.
        Runtime.getRuntime().exit(0);
    }

    private void run(Way way, Program program, Components components, long total, Path folder)
            throws IOException, InterruptedException {
        meter.add("compiled_s", Meter.secondsSinceStart());
        String breakdown;
        try (Run run = EngineRun.open(way, program, components, true, folder)) {
            run.begin();
            Passage passage = new Passage(meter, total);
            Following.until(run, total, records -> {
                passage.reached(records);
                look(records);
            });
            run.await();
            look(total);
            breakdown = run.status().timing();
        }
        meter.add("until_end_s", Meter.secondsSinceStart());
        System.out.println(Sample.BREAKDOWN + breakdown);
        meter.print();
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
}
