package io.nilometer.core.compile;

import io.nilometer.api.Durations;
import io.nilometer.api.Options;
import io.nilometer.api.Place;
import io.nilometer.core.pipeline.Demo;
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
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Builds a pipeline's model by hand, as the configuration would make it. Every expression stands on a line of its own. */
final class TestPipeline {

    private final Map<String, Stream> streams = new LinkedHashMap<>();
    private final Map<String, Metric> metrics = new LinkedHashMap<>();
    private final Map<String, Output> outputs = new LinkedHashMap<>();
    private final Map<String, Demo> demo = new LinkedHashMap<>();
    private ZoneId zone = ZoneId.of("UTC");
    private int line;

    static TestPipeline pipeline() {
        return new TestPipeline();
    }

    TestPipeline zone(String id) {
        zone = ZoneId.of(id);
        return this;
    }

    Place place() {
        return new Place("test.yaml", ++line, 10);
    }

    Sql sql(String text) {
        return new Sql(text, place(), true);
    }

    /** {@code "name", "sql", "name", "sql" …} in order. */
    Map<String, Sql> columns(String... pairs) {
        Map<String, Sql> columns = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            columns.put(pairs[i], sql(pairs[i + 1]));
        }
        return columns;
    }

    Stream.Step derive(String... pairs) {
        return new Stream.Derive(columns(pairs), place());
    }

    Stream.Step where(String condition) {
        return new Stream.Where(sql(condition), place());
    }

    Stream.Step explode(String column, String array) {
        return new Stream.Explode(column, sql(array), place());
    }

    /** @param schema {@code "name type, name type"} without commas in types; use ; for those */
    TestPipeline source(String name, String schema, String timeField, Stream.Step... steps) {
        EventTime time = timeField.equals("arrival")
                ? new EventTime.Arrival(Duration.ofSeconds(30))
                : new EventTime.Field(
                        sql(timeField),
                        Optional.empty(),
                        Duration.ofMinutes(5),
                        Duration.ofMinutes(5),
                        false,
                        Duration.ofSeconds(30),
                        place());
        return source(name, schema, time, false, steps);
    }

    TestPipeline source(String name, String schema, EventTime time, boolean rejectBad, Stream.Step... steps) {
        Map<String, Stream.SchemaField> fields = new LinkedHashMap<>();
        for (String field : schema.split(schema.contains(";") ? ";" : ",")) {
            String[] parts = field.strip().split(" ", 2);
            fields.put(parts[0], new Stream.SchemaField(parts[0], parts[1].strip(), List.of(parts[0]), place()));
        }
        Use use = new Use("test", new Options(Map.of()), place());
        streams.put(
                name,
                new Stream(
                        name,
                        place(),
                        new Stream.Source(
                                use, List.of(use), Optional.empty(), StandardCharsets.UTF_8, fields, time, rejectBad),
                        List.of(steps)));
        return this;
    }

    TestPipeline derived(String name, List<String> from, Stream.Step... steps) {
        List<Reference> references = from.stream().map(this::reference).toList();
        streams.put(name, new Stream(name, place(), new Stream.Derived(references), List.of(steps)));
        return this;
    }

    Reference reference(String text) {
        if (text.endsWith(".late")) {
            return new Reference(text.substring(0, text.length() - 5), Reference.Part.LATE, place());
        }
        if (text.endsWith(".rejected")) {
            return new Reference(text.substring(0, text.length() - 9), Reference.Part.REJECTED, place());
        }
        return new Reference(text, Reference.Part.EVENTS, place());
    }

    /** @param by {@code "service"} or {@code "alias = expression"}, separated by | */
    TestPipeline metric(String name, String from, String by, String window, String... select) {
        return metric(name, from, by, window, metric -> metric, select);
    }

    TestPipeline metric(
            String name, String from, String by, String window, UnaryOperator<Metric> change, String... select) {
        Map<String, Sql> keys = new LinkedHashMap<>();
        for (String key : by.isEmpty() ? new String[0] : by.split("\\|")) {
            String[] parts = key.split(" = ", 2);
            keys.put(parts[0].strip(), sql(parts[parts.length - 1].strip()));
        }
        metrics.put(
                name,
                change.apply(new Metric(
                        name,
                        place(),
                        reference(from),
                        Optional.empty(),
                        keys,
                        window(window),
                        Optional.empty(),
                        columns(select),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Duration.ofSeconds(1))));
        return this;
    }

    UnaryOperator<Metric> filtered(String where) {
        Sql condition = sql(where);
        return m -> new Metric(
                m.name(),
                m.place(),
                m.from(),
                Optional.of(condition),
                m.by(),
                m.window(),
                m.lateness(),
                m.select(),
                m.having(),
                m.top(),
                m.keep(),
                m.updateEvery());
    }

    UnaryOperator<Metric> having(String having) {
        Sql condition = sql(having);
        return m -> new Metric(
                m.name(),
                m.place(),
                m.from(),
                m.where(),
                m.by(),
                m.window(),
                m.lateness(),
                m.select(),
                Optional.of(condition),
                m.top(),
                m.keep(),
                m.updateEvery());
    }

    UnaryOperator<Metric> top(int n, String order, String... per) {
        Metric.Top top = new Metric.Top(n, sql(order), List.of(per), place());
        return m -> new Metric(
                m.name(),
                m.place(),
                m.from(),
                m.where(),
                m.by(),
                m.window(),
                m.lateness(),
                m.select(),
                m.having(),
                Optional.of(top),
                m.keep(),
                m.updateEvery());
    }

    private static Window window(String text) {
        if (text.equals("all")) {
            return new Window.All(Duration.ofHours(24));
        }
        if (text.startsWith("session")) {
            return new Window.Session(Durations.parse(text.substring(8)));
        }
        String[] offset = text.split(" offset ");
        String[] every = offset[0].split(" every ");
        return new Window.Sliding(
                Durations.parse(every[0]),
                Durations.parse(every[every.length - 1]),
                offset.length > 1 ? Durations.parse(offset[1]) : Duration.ZERO);
    }

    TestPipeline output(String name, String... from) {
        List<Reference> references = new ArrayList<>();
        for (String one : from) {
            references.add(reference(one));
        }
        outputs.put(
                name,
                new Output(
                        name,
                        place(),
                        new Use("test", new Options(Map.of()), place()),
                        references,
                        false,
                        Output.Retry.DEFAULT));
        return this;
    }

    TestPipeline demo(Demo section) {
        demo.put(section.stream(), section);
        return this;
    }

    Pipeline build() {
        return new Pipeline(
                "test",
                place(),
                Path.of("."),
                zone,
                streams,
                metrics,
                Map.of(),
                Map.of(),
                Map.of(),
                outputs,
                demo,
                Limits.DEFAULT,
                Map.of(),
                List.of(),
                "");
    }
}
