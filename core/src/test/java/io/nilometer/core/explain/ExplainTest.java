package io.nilometer.core.explain;

import static org.assertj.core.api.Assertions.assertThat;

import io.nilometer.api.Options;
import io.nilometer.api.Place;
import io.nilometer.core.compile.Compiler;
import io.nilometer.core.component.Components;
import io.nilometer.core.pipeline.EventTime;
import io.nilometer.core.pipeline.Limits;
import io.nilometer.core.pipeline.Metric;
import io.nilometer.core.pipeline.Output;
import io.nilometer.core.pipeline.Pipeline;
import io.nilometer.core.pipeline.Reference;
import io.nilometer.core.pipeline.Sql;
import io.nilometer.core.pipeline.Stream;
import io.nilometer.core.pipeline.Use;
import io.nilometer.core.pipeline.Window;
import io.nilometer.core.program.Program;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ExplainTest {

    private final Map<String, Metric> metrics = new LinkedHashMap<>();

    @Test
    void tells_what_is_decoded_and_what_happens_to_every_event() {
        metric("rates", minutes(1, 1), "count_if(status >= 500)");

        assertThat(explain())
                .startsWith("sample\n  One stage")
                .contains("stream logs: read from kafka\n")
                .contains("decoded as json, 3 of 4 fields: ")
                .contains(
                        "lateness 5m, rejected when more than 1h ahead, a partition that is silent for 30s holds nothing back")
                .contains("steps: where\n");
    }

    @Test
    void tells_which_metrics_share_their_cells() {
        metric("rates", minutes(1, 1), "count(*)");
        metric("failures", minutes(1, 1), "count_if(status >= 500)");
        metric("sliding", minutes(5, 1), "max(status)");
        metric("slow", minutes(5, 5), "max(status)");

        assertThat(explain())
                .contains("metrics rates, failures, sliding: share their cells\n")
                .contains("a cell per service and 1m slice\n  3 aggregates, each computed once\n")
                .contains("metrics slow\n")
                .contains("a cell per service and 5m slice\n  1 aggregate\n")
                .contains("    columns: value = count_if(status >= 500)\n");
    }

    @Test
    void tells_when_results_are_final() {
        metric("rates", minutes(5, 1), "count(*)");
        metric("running", new Window.All(Duration.ofHours(24)), "count(*)");

        assertThat(explain())
                .contains("rates: window 5m every 1m; a result is final at the earliest: window end + 5m")
                .contains("a cell per service, forgotten after 1d without an event")
                .contains("running: running, updated at most every 1s");
    }

    @Test
    void tells_what_outputs_get() {
        metric("rates", minutes(1, 1), "count(*)");

        assertThat(explain()).contains("output screen: console\n  of: rates\n").contains("final results only");
    }

    private void metric(String name, Window window, String aggregate) {
        metrics.put(
                name,
                new Metric(
                        name,
                        Place.NOWHERE,
                        reference("logs"),
                        Optional.empty(),
                        Map.of("service", sql("service")),
                        window,
                        Optional.empty(),
                        Map.of("value", sql(aggregate)),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Duration.ofSeconds(1)));
    }

    private static Window minutes(int size, int slide) {
        return new Window.Sliding(Duration.ofMinutes(size), Duration.ofMinutes(slide), Duration.ZERO);
    }

    private String explain() {
        Components components = Components.load();
        Program program = Compiler.compile(pipeline(), components).program().orElseThrow();
        return Explain.text(program, components);
    }

    private Pipeline pipeline() {
        Map<String, Stream.SchemaField> schema = new LinkedHashMap<>();
        for (String field : List.of("timestamp timestamp", "service string", "status int", "unused string")) {
            String name = field.substring(0, field.indexOf(' '));
            String type = field.substring(field.indexOf(' ') + 1);
            schema.put(name, new Stream.SchemaField(name, type, List.of(name), Place.NOWHERE));
        }
        EventTime time = new EventTime.Field(
                sql("timestamp"),
                Optional.empty(),
                Duration.ofMinutes(5),
                Duration.ofHours(1),
                true,
                Duration.ofSeconds(30),
                Place.NOWHERE);
        Stream.Source source = new Stream.Source(
                use("kafka"), List.of(use("json")), Optional.empty(), StandardCharsets.UTF_8, schema, time, false);
        Stream.Step where = new Stream.Where(sql("service is not null and status > 0"), Place.NOWHERE);
        String first = metrics.keySet().iterator().next();
        Output screen = new Output(
                "screen", Place.NOWHERE, use("console"), List.of(reference(first)), false, Output.Retry.DEFAULT);
        return new Pipeline(
                "sample",
                Place.NOWHERE,
                Path.of(""),
                ZoneOffset.UTC,
                Map.of("logs", new Stream("logs", Place.NOWHERE, source, List.of(where))),
                metrics,
                Map.of(),
                Map.of(),
                Map.of(),
                Map.of("screen", screen),
                Map.of(),
                Limits.DEFAULT,
                Map.of(),
                List.of(),
                "");
    }

    private static Reference reference(String name) {
        return new Reference(name, Reference.Part.EVENTS, Place.NOWHERE);
    }

    private static Use use(String component) {
        return new Use(component, new Options(Map.of()), Place.NOWHERE);
    }

    private static Sql sql(String text) {
        return new Sql(text, Place.NOWHERE, false);
    }
}
