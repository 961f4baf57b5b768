package io.nilometer.cli.run;

import io.nilometer.api.Options;
import io.nilometer.api.Place;
import io.nilometer.core.pipeline.EventTime;
import io.nilometer.core.pipeline.Limits;
import io.nilometer.core.pipeline.Pipeline;
import io.nilometer.core.pipeline.PipelineTest;
import io.nilometer.core.pipeline.Sql;
import io.nilometer.core.pipeline.Stream;
import io.nilometer.core.pipeline.Use;
import io.nilometer.core.program.Program;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Small pipelines for tests. */
public final class Samples {

    private Samples() {}

    /** One stream {@code logs} from Kafka, JSON, with its time in {@code timestamp}; nothing else. */
    public static Pipeline pipeline(Path directory, PipelineTest... tests) {
        EventTime time = new EventTime.Field(
                new Sql("timestamp", Place.NOWHERE, true),
                Optional.empty(),
                Duration.ofSeconds(10),
                Duration.ofMinutes(5),
                false,
                Duration.ofSeconds(30),
                Place.NOWHERE);
        Stream.Source source = new Stream.Source(
                use("kafka"), List.of(use("json")), Optional.empty(), StandardCharsets.UTF_8, Map.of(), time, false);
        return new Pipeline(
                "sample",
                Place.NOWHERE,
                directory,
                ZoneOffset.UTC,
                Map.of("logs", new Stream("logs", Place.NOWHERE, source, List.of())),
                Map.of(),
                Map.of(),
                Map.of(),
                Map.of(),
                Map.of(),
                Map.of(),
                Limits.DEFAULT,
                Map.of(),
                List.of(tests),
                "");
    }

    /** The pipeline without anything compiled: enough where no engine runs it. */
    public static Program program(Pipeline pipeline) {
        return new Program(pipeline, List.of(), List.of(), List.of());
    }

    private static Use use(String component) {
        return new Use(component, new Options(Map.of()), Place.NOWHERE);
    }
}
