package io.nilometer.spark.rerun;

import io.nilometer.api.Relation;
import io.nilometer.api.Row;
import io.nilometer.api.Sink;
import io.nilometer.core.compile.Compiler;
import io.nilometer.core.component.Components;
import io.nilometer.core.config.PipelineFile;
import io.nilometer.core.deliver.Subscription;
import io.nilometer.core.pipeline.Output;
import io.nilometer.core.program.MetricProgram;
import io.nilometer.core.program.Program;
import io.nilometer.core.run.StateOrigin;
import io.nilometer.core.scan.RecordRelations;
import io.nilometer.spark.SparkRun;
import io.nilometer.spark.SparkSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Runs one pipeline over a scripted source, again and again on the same checkpoint. */
final class Rig {

    private static final String PIPELINE = """
            name: again
            timezone: UTC
            spark: {shards: 3}
            streams:
              logs:
                source: {scripted: {}}
                format: json
                schema: {t: timestamp, k: string, v: long}
                time: {field: t, lateness: 1m}
            metrics:
              sums:
                by: k
                window: 1m
                select: {events: count(*), total: sum(v), kinds: count(distinct v)}
            """;

    private final Components components;
    private final Program program;
    private final String checkpoint;
    private final List<String> rows = new CopyOnWriteArrayList<>();
    private Sink.@Nullable Batch last;

    Rig(ScriptedSource source, String checkpoint) {
        Components usual = Components.load();
        components = new Components(Map.of(source.spec().name(), source), usual.sinks(), usual.formats());
        this.checkpoint = checkpoint;
        PipelineFile.Loaded loaded = PipelineFile.parse(
                PIPELINE,
                "pipeline",
                Path.of(""),
                components,
                new PipelineFile.Settings(Map.of(), name -> null, false));
        program = Compiler.compile(
                        loaded.pipeline().orElseThrow(() -> new AssertionError(loaded.problems())), components)
                .program()
                .orElseThrow();
    }

    /** What has been delivered so far, as text. */
    List<String> rows() {
        return rows.stream().sorted().toList();
    }

    /** Runs to the end of the source. */
    Map<String, Map<String, Object>> runToTheEnd() throws InterruptedException {
        return run(Integer.MAX_VALUE);
    }

    /**
     * Runs some batches, or to the end of the source.
     *
     * @return the ledger
     */
    Map<String, Map<String, Object>> run(int batches) throws InterruptedException {
        try (SparkRun run = open()) {
            int[] left = {batches};
            run.onBatch(report -> {
                if (--left[0] == 0) {
                    run.stop();
                }
            });
            run.begin();
            run.await();
            return new TreeMap<>(run.status().ledger());
        }
    }

    SparkRun open() {
        return open(this::take);
    }

    /** With a sink of its own. */
    SparkRun open(Writing writing) {
        List<Relation> relations = new ArrayList<>();
        program.metrics().stream().map(MetricProgram::relation).forEach(relations::add);
        relations.add(RecordRelations.rejected("rejected"));
        relations.add(RecordRelations.late("late"));
        Subscription all = new Subscription("test", relations, false, Output.Retry.DEFAULT, () -> new Rows(writing));
        return SparkRun.open(
                program,
                new SparkSettings(
                        components,
                        Map.of(),
                        Map.of(),
                        List.of(all),
                        Optional.of(checkpoint),
                        false,
                        StateOrigin.UNKNOWN,
                        false,
                        true,
                        Optional.of("local[2,4]"),
                        Optional.empty(),
                        SparkSettings.WALL_CLOCK,
                        ledger -> {},
                        notice -> {}));
    }

    /** Like a sink that remembers what it has got: after a restart the last batches may come again. */
    private synchronized void take(Sink.Batch batch) {
        Sink.Batch before = last;
        if (before != null && before.incarnation().equals(batch.incarnation()) && before.number() >= batch.number()) {
            return;
        }
        last = batch;
        for (Sink.Rows some : batch.outputs()) {
            some.rows().stream()
                    .filter(Row::last)
                    .forEach(row -> rows.add(some.relation().name() + " " + row.values()));
        }
    }

    /** See {@link Sink#write}. */
    interface Writing {
        void write(Sink.Batch batch);
    }

    private record Rows(Writing writing) implements Sink {

        @Override
        public void write(Batch batch) {
            writing.write(batch);
        }

        @Override
        public void close() {}
    }
}
