package io.nilometer.bench;

import io.nilometer.core.component.Components;
import io.nilometer.core.program.Program;
import io.nilometer.core.run.Run;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** Runs the log-analysis pipeline over a topic that is being written, and times its batches. */
final class SteadyRun {

    /** Printed when the run takes records. */
    static final String READY = "ready";

    private final Meter meter = new Meter();
    private final long total;
    private long writtenNanos;

    private SteadyRun(long total) {
        this.total = total;
    }

    /**
     * Arguments: the engine, pipeline file, brokers, topic, records that will come, folder for state and results. Whoever
     * writes the topic says so by a line on standard input when he has written everything.
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Quiet.libraries();
        Components components = Components.load();
        Program program = LogPipeline.program(Path.of(arguments[1]), arguments[2], arguments[3], components);
        new SteadyRun(Long.parseLong(arguments[4]))
                .run(Way.valueOf(arguments[0]), program, components, Path.of(arguments[5]));
        // As the shipped program ends.
        Runtime.getRuntime().exit(0);
    }

    private void run(Way way, Program program, Components components, Path folder)
            throws IOException, InterruptedException {
        BatchTimes times = new BatchTimes((long) (total * Passage.WARM_UP));
        String breakdown;
        try (Run run = EngineRun.open(way, program, components, false, folder)) {
            run.onBatch(report -> times.add(report.took(), report.records()));
            run.begin();
            System.out.println(READY);
            Passage passage = new Passage(meter, total);
            Following.until(run, total, records -> {
                passage.reached(records);
                lookForTheEnd(records);
            });
            if (writtenNanos == 0) {
                // All is committed before the writer, who waits for the broker's answers, could say so.
                meter.add("behind_at_end", 0);
            }
            meter.add("catch_up_s", writtenNanos == 0 ? 0 : (System.nanoTime() - writtenNanos) / 1e9);
            run.stop();
            run.await();
            breakdown = run.status().timing();
        }
        times.addTo(meter);
        System.out.println(Sample.BREAKDOWN + breakdown);
        meter.print();
    }

    /** How many written records are not committed yet when the writer has ended. */
    private void lookForTheEnd(long records) {
        try {
            if (writtenNanos == 0 && System.in.available() > 0) {
                writtenNanos = System.nanoTime();
                meter.add("behind_at_end", total - records);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
