package io.nilometer.cli.test;

import io.nilometer.api.Column;
import io.nilometer.api.NilometerException;
import io.nilometer.api.Options;
import io.nilometer.api.Place;
import io.nilometer.api.Problem;
import io.nilometer.api.Relation;
import io.nilometer.api.Row;
import io.nilometer.core.compile.Compiled;
import io.nilometer.core.compile.Compiler;
import io.nilometer.core.component.Components;
import io.nilometer.core.pipeline.EventTime;
import io.nilometer.core.pipeline.Limits;
import io.nilometer.core.pipeline.Output;
import io.nilometer.core.pipeline.Pipeline;
import io.nilometer.core.pipeline.Reference;
import io.nilometer.core.pipeline.Sql;
import io.nilometer.core.pipeline.Stream;
import io.nilometer.core.pipeline.Use;
import io.nilometer.core.program.Condition;
import io.nilometer.core.program.SourceProgram;
import io.nilometer.core.program.StreamNode;
import io.nilometer.core.row.EventRow;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Conditions over result rows, compiled like any other: the relation is dressed as a stream with the condition as its
 * {@code where}. So a test's SQL means what the pipeline's SQL means, with the same messages.
 */
public record SqlConditions(Components components) implements RowConditions {

    private static final String STREAM = "rows";

    @Override
    public Predicate<Row> compile(String sql, Relation relation) {
        Compiled compiled = Compiler.compile(pipeline(sql, relation), components);
        SourceProgram source = compiled.program()
                .orElseThrow(() -> refused(sql, compiled.problems()))
                .sources()
                .get(0);
        Condition condition = condition(source.root());
        EventRow event = new EventRow(source.slots());
        return row -> {
            RowSlots.fill(event, source.fields(), relation, row);
            return condition.test(event);
        };
    }

    private static Condition condition(StreamNode node) {
        for (StreamNode.Step step : node.steps()) {
            if (step instanceof StreamNode.Where where) {
                return where.condition().make();
            }
        }
        return row -> true; // simplified away: it is always true
    }

    private static NilometerException refused(String sql, List<Problem> problems) {
        Problem first = problems.stream()
                .filter(problem -> problem.severity() == Problem.Severity.ERROR)
                .findFirst()
                .orElseThrow();
        return new NilometerException(
                first.code(), "in the expected row '" + sql + "': " + first.message(), first.remedy());
    }

    private static Pipeline pipeline(String sql, Relation relation) {
        Map<String, Stream.SchemaField> schema = new LinkedHashMap<>();
        for (Column column : relation.columns()) {
            schema.put(
                    column.name(),
                    new Stream.SchemaField(column.name(), column.type(), List.of(column.name()), Place.NOWHERE));
        }
        Stream.Source source = new Stream.Source(
                use("stdin"), use("json"), schema, new EventTime.Arrival(Duration.ofSeconds(30)), false);
        Stream.Step where = new Stream.Where(new Sql(sql, Place.NOWHERE, false), Place.NOWHERE);
        Output output = new Output(
                "screen",
                Place.NOWHERE,
                use("console"),
                List.of(new Reference(STREAM, Reference.Part.EVENTS, Place.NOWHERE)),
                false,
                Output.Retry.DEFAULT);
        return new Pipeline(
                "condition",
                Place.NOWHERE,
                Path.of(""),
                ZoneOffset.UTC,
                Map.of(STREAM, new Stream(STREAM, Place.NOWHERE, source, List.of(where))),
                Map.of(),
                Map.of(),
                Map.of(),
                Map.of(),
                Map.of("screen", output),
                Map.of(),
                Limits.DEFAULT,
                Map.of(),
                List.of());
    }

    private static Use use(String component) {
        return new Use(component, new Options(Map.of()), Place.NOWHERE);
    }
}
