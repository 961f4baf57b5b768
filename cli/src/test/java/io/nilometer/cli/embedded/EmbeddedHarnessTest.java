package io.nilometer.cli.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.nilometer.api.Options;
import io.nilometer.api.Place;
import io.nilometer.cli.test.TestRunner;
import io.nilometer.core.compile.Compiler;
import io.nilometer.core.component.Components;
import io.nilometer.core.pipeline.EventTime;
import io.nilometer.core.pipeline.Limits;
import io.nilometer.core.pipeline.Metric;
import io.nilometer.core.pipeline.Pipeline;
import io.nilometer.core.pipeline.PipelineTest;
import io.nilometer.core.pipeline.PipelineTest.Expectation;
import io.nilometer.core.pipeline.PipelineTest.FeedStep;
import io.nilometer.core.pipeline.PipelineTest.Inline;
import io.nilometer.core.pipeline.PipelineTest.Records;
import io.nilometer.core.pipeline.PipelineTest.TestRecord;
import io.nilometer.core.pipeline.PipelineTest.Wait;
import io.nilometer.core.pipeline.Reference;
import io.nilometer.core.pipeline.Sql;
import io.nilometer.core.pipeline.Stream;
import io.nilometer.core.pipeline.Use;
import io.nilometer.core.pipeline.Window;
import io.nilometer.core.program.Program;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EmbeddedHarnessTest {

    private static final EventTime BY_EVENT = new EventTime.Field(
            sql("timestamp"),
            Optional.empty(),
            Duration.ofMinutes(1),
            Duration.ofMinutes(5),
            false,
            Duration.ofSeconds(30),
            Place.NOWHERE);

    private static final EventTime BY_ARRIVAL = new EventTime.Arrival(Duration.ofSeconds(30));

    @Test
    void runs_a_test_of_a_pipeline_from_records_to_rows_and_ledger() {
        FeedStep step = records(
                event("2026-01-01T00:00:01Z", "api", 200),
                event("2026-01-01T00:00:02Z", "api", 500),
                event("2026-01-01T00:05:00Z", "web", 200),
                event("2026-01-01T00:00:03Z", "api", 200),
                raw("not json at all"));

        assertThat(run(
                        BY_EVENT,
                        Optional.empty(),
                        List.of(step),
                        Map.of(
                                "rates",
                                rows(
                                        Map.of(
                                                "window_start",
                                                "2026-01-01T00:00:00Z",
                                                "service",
                                                "api",
                                                "requests",
                                                2L),
                                        "service = 'web' and failed = 0"),
                                "rejected",
                                rows(Map.of("stream", "logs", "reason", "not_json", "raw", "not json at all")),
                                "late",
                                rows(Map.of("stream", "logs"))),
                        Map.of("logs", Map.of("read", 5L, "used", 3L, "late", 1L, "rejected", 1L))))
                .isEmpty();
    }

    @Test
    void shows_what_differs() {
        assertThat(run(
                        BY_EVENT,
                        Optional.empty(),
                        List.of(records(event("2026-01-01T00:00:01Z", "api", 500))),
                        Map.of("rates", rows(Map.of("service", "api", "failed", 2L))),
                        Map.of("logs", Map.of("read", 2L))))
                .anyMatch(line -> line.contains("failed is 1, not 2"))
                .contains("ledger.logs.read is 1, not 2");
    }

    @Test
    void moves_the_clock_only_as_the_test_says() {
        Instant now = Instant.parse("2026-01-01T00:00:00Z");

        assertThat(run(
                        BY_ARRIVAL,
                        Optional.of(now),
                        List.of(
                                records(event("", "api", 200)),
                                new Wait(Duration.ofSeconds(90)),
                                records(event("", "api", 200))),
                        Map.of(
                                "rates",
                                rows(
                                        Map.of("window_start", "2026-01-01T00:00:00Z", "requests", 1L),
                                        Map.of("window_start", "2026-01-01T00:01:00Z", "requests", 1L))),
                        Map.of()))
                .isEmpty();
    }

    private static List<String> run(
            EventTime time,
            Optional<Instant> now,
            List<FeedStep> steps,
            Map<String, Expectation> expect,
            Map<String, Object> ledger) {
        Components components = Components.load();
        Program program = Compiler.compile(pipeline(time), components).program().orElseThrow();
        PipelineTest test = new PipelineTest("t", Place.NOWHERE, now, steps, expect, ledger);
        return new TestRunner(EmbeddedHarness::open).run(program, test).failures();
    }

    private static Pipeline pipeline(EventTime time) {
        Map<String, Stream.SchemaField> schema = new LinkedHashMap<>();
        Map.of("timestamp", "timestamp", "service", "string", "status", "int")
                .forEach((name, type) ->
                        schema.put(name, new Stream.SchemaField(name, type, List.of(name), Place.NOWHERE)));
        Stream.Source source = new Stream.Source(
                use("kafka"), List.of(use("json")), Optional.empty(), StandardCharsets.UTF_8, schema, time, false);
        Map<String, Sql> select = new LinkedHashMap<>();
        select.put("requests", sql("count(*)"));
        select.put("failed", sql("count_if(status >= 500)"));
        Duration minute = Duration.ofMinutes(1);
        Metric rates = new Metric(
                "rates",
                Place.NOWHERE,
                new Reference("logs", Reference.Part.EVENTS, Place.NOWHERE),
                Optional.empty(),
                Map.of("service", sql("service")),
                new Window.Sliding(minute, minute, Duration.ZERO),
                Optional.empty(),
                select,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Duration.ofSeconds(1));
        return new Pipeline(
                "sample",
                Place.NOWHERE,
                Path.of(""),
                ZoneOffset.UTC,
                Map.of("logs", new Stream("logs", Place.NOWHERE, source, List.of())),
                Map.of("rates", rates),
                Map.of(),
                Map.of(),
                Map.of(),
                Map.of(),
                Map.of(),
                Limits.DEFAULT,
                Map.of(),
                List.of(),
                "");
    }

    private static FeedStep records(TestRecord... records) {
        return new Records(Map.of("logs", new Inline(List.of(records))));
    }

    private static TestRecord event(String timestamp, String service, int status) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("timestamp", timestamp);
        fields.put("service", service);
        fields.put("status", (long) status);
        return raw(fields);
    }

    private static TestRecord raw(Object body) {
        return new TestRecord(body, 1, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    private static Expectation rows(Object... rows) {
        return new Expectation(List.of(rows), false, Place.NOWHERE);
    }

    private static Use use(String component) {
        return new Use(component, new Options(Map.of()), Place.NOWHERE);
    }

    private static Sql sql(String text) {
        return new Sql(text, Place.NOWHERE, false);
    }
}
