package io.nilometer.bench;

import io.nilometer.api.PartitionId;
import io.nilometer.api.RecordBatch;
import io.nilometer.core.compile.Compiler;
import io.nilometer.core.component.Components;
import io.nilometer.core.config.PipelineFile;
import io.nilometer.core.program.Program;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Programs and records for benchmarks of the scan alone. */
final class ScanInput {

    /** Events of an engine's batch. */
    static final int EVENTS = 100_000;

    private static final int RECORDS_PER_BATCH = 4_096;

    /** Metrics that need no memory but their cells'. */
    private static final String NUMERIC = """
            name: numeric
            streams:
              logs:
                source: {kafka: {brokers: "localhost:9092", topics: [logs]}}
                format: json
                schema: {timestamp: timestamp, service: string, response_time: double, status_code: int}
                time: {field: timestamp, lateness: 5m}
            metrics:
              response_time:
                by: service
                window: 1m
                select:
                  request_count: count(*)
                  avg_response_time: avg(response_time)
                  min_response_time: min(response_time)
                  max_response_time: max(response_time)
                  stddev_response_time: stddev(response_time)
                  failed: count_if(status_code >= 400)
            """;

    private ScanInput() {}

    static Program logAnalysis() throws IOException {
        return LogPipeline.program(Path.of("pipelines/log-analysis.yaml"), "localhost:9092", "logs", Components.load());
    }

    static Program numeric() {
        Components components = Components.load();
        PipelineFile.Loaded loaded = PipelineFile.parse(
                NUMERIC, "numeric", Path.of("."), components, new PipelineFile.Settings(Map.of(), name -> null, true));
        if (loaded.hasErrors()) {
            throw new IllegalStateException(loaded.problems().toString());
        }
        return Compiler.compile(loaded.pipeline().orElseThrow(), components)
                .program()
                .orElseThrow();
    }

    /** Events {@code from} to {@code from} + {@link #EVENTS}, as the Kafka source hands them over. */
    static List<RecordBatch> records(LogEvents events, long from) {
        List<RecordBatch> batches = new ArrayList<>();
        for (long n = from; n < from + EVENTS; n += RECORDS_PER_BATCH) {
            int size = (int) Math.min(RECORDS_PER_BATCH, from + EVENTS - n);
            // Records of a fetch lie behind each other in one buffer.
            byte[] buffer = new byte[size * 320];
            RecordBatch batch = new RecordBatch(new PartitionId("logs-0", 0), RecordBatch.Origin.NONE, size);
            int at = 0;
            for (int i = 0; i < size; i++) {
                byte[] value = events.event(n + i).value();
                System.arraycopy(value, 0, buffer, at, value.length);
                batch.add(buffer, at, value.length, n + i);
                at += value.length;
            }
            batches.add(batch);
        }
        return batches;
    }
}
