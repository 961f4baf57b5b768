package io.nilometer.core.compile;

import static io.nilometer.core.compile.TestPipeline.pipeline;
import static org.assertj.core.api.Assertions.assertThat;

import io.nilometer.api.Options;
import io.nilometer.api.Problem;
import io.nilometer.core.pipeline.EventTime;
import io.nilometer.core.pipeline.Pipeline;
import io.nilometer.core.pipeline.Stream;
import io.nilometer.core.pipeline.Use;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A mistake is told once, where it is, and hides no other. */
class OneCauseTest {

    private static List<Problem> problems(TestPipeline pipeline) {
        return Compiler.compile(pipeline.build(), TestFormat.components()).problems();
    }

    private static List<String> codes(TestPipeline pipeline) {
        return problems(pipeline).stream().map(Problem::code).toList();
    }

    @Test
    void a_wrong_type_is_no_unknown_column_wherever_the_field_is_used() {
        TestPipeline p = pipeline();
        p.source(
                        "s",
                        "ts timestmp; service strng; tags array<strng>; ms double",
                        "ts",
                        p.derive("up", "upper(service)", "first", "tags[0].name"),
                        p.explode("tag", "tags"),
                        p.where("tag"),
                        p.where("service = 'a' and up > 5"))
                .metric("m", "s", "service|tag", "1m", "n", "count(distinct up)", "v", "max(tag.x) + 1", "w", "v / n");

        assertThat(problems(p)).extracting(Problem::code).containsExactly("bad-type", "bad-type", "bad-type");
        assertThat(problems(p))
                .extracting(Problem::remedy)
                .containsExactly("write `timestamp`", "write `string`", "write `array<string>`");
    }

    @Test
    void what_else_is_wrong_in_an_expression_over_an_unknown_column_is_told() {
        TestPipeline p = pipeline();
        p.source("s", "ts timestamp, ms duble, code int", "ts")
                .metric(
                        "m",
                        "s",
                        "",
                        "1m",
                        "a",
                        "sum(ms) + sum(cod)",
                        "b",
                        "smu(ms)",
                        "c",
                        "max(ms",
                        "d",
                        "sum(max(ms))");

        assertThat(codes(p))
                .containsExactlyInAnyOrder(
                        "bad-type", "unknown-column", "unknown-function", "bad-expression", "nested-aggregate");
    }

    @Test
    void a_column_that_fails_is_told_in_its_own_place_and_not_in_those_that_use_it() {
        TestPipeline p = pipeline();
        p.source("s", "ts timestamp, code int", "ts")
                .metric(
                        "m",
                        "s",
                        "",
                        "1m",
                        p.having("b > 3 and d > 1"),
                        "a",
                        "sum(cod)",
                        "b",
                        "a + 1",
                        "c",
                        "max(element_at(array(1), 0))",
                        "d",
                        "b + c + sum(coed)");

        List<Problem> found = problems(p);
        assertThat(found)
                .extracting(Problem::code)
                .containsExactlyInAnyOrder("unknown-column", "always-fails", "unknown-column");
        assertThat(found).extracting(problem -> problem.place().line()).doesNotHaveDuplicates();
    }

    @Test
    void a_filter_and_a_key_that_fail_hide_nothing_in_the_columns() {
        TestPipeline p = pipeline();
        p.source("s", "ts timestamp, service string, code int", "ts")
                .metric(
                        "m",
                        "s",
                        "a = 1 +|b = servce",
                        "1m",
                        p.filtered("code >"),
                        "n",
                        "count(*",
                        "x",
                        "max(codee)",
                        "y",
                        "max(a) + b");

        assertThat(codes(p))
                .containsExactlyInAnyOrder(
                        "bad-expression", "bad-expression", "unknown-column", "bad-expression", "unknown-column");
    }

    @Test
    void an_unknown_stream_is_told_once_and_the_expressions_over_it_are_looked_at() {
        TestPipeline p = pipeline();
        p.source("s", "ts timestamp, service string", "ts")
                .derived("d", List.of("nobody", "s"), p.where("anything > 5"), p.where("count(*) > 1"))
                .metric("m", "d", "service|other", "1m", "n", "sum(more)", "o", "sun(more)");

        assertThat(codes(p)).containsExactlyInAnyOrder("unknown-stream", "misplaced-aggregate", "unknown-function");
    }

    @Test
    void a_format_without_fields_is_told_when_there_is_no_schema_and_nothing_else_is() {
        Pipeline built = withFormat(new Use("json", new Options(Map.of()), new TestPipeline().place()));

        assertThat(Compiler.compile(built, io.nilometer.core.component.Components.load())
                        .problems())
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.code()).isEqualTo("missing-schema");
                    assertThat(problem.remedy()).contains("schema: {at: timestamp");
                });
    }

    @Test
    void what_could_not_be_read_is_not_told_again() {
        assertThat(Compiler.check(withFormat(Use.unreadable(new TestPipeline().place())), TestFormat.components()))
                .isEmpty();
    }

    private static Pipeline withFormat(Use format) {
        TestPipeline p = pipeline();
        p.source("s", "ts timestamp", "ts").metric("m", "s", "service", "1m", "n", "count(distinct code)");
        Pipeline built = p.build();
        Stream stream = built.streams().get("s");
        Stream.Source source = (Stream.Source) stream.input();
        Map<String, Stream> streams = new LinkedHashMap<>();
        streams.put(
                "s",
                new Stream(
                        "s",
                        stream.place(),
                        new Stream.Source(
                                source.source(),
                                List.of(format),
                                source.multiline(),
                                source.encoding(),
                                Map.of(),
                                new EventTime.Arrival(Duration.ofSeconds(30)),
                                false),
                        List.of()));
        return new Pipeline(
                built.name(),
                built.place(),
                built.directory(),
                built.timezone(),
                streams,
                built.metrics(),
                built.joins(),
                built.alerts(),
                built.notifiers(),
                built.outputs(),
                built.demo(),
                built.limits(),
                built.spark(),
                built.tests(),
                built.portable());
    }

    @Test
    void ranks_within_columns_of_the_metric_only() {
        TestPipeline p = pipeline();
        p.source("s", "ts timestamp, service string, code int", "ts")
                .metric("m", "s", "service", "1m", p.top(3, "n dsc", "servce"), "n", "count(*)");

        assertThat(problems(p)).extracting(Problem::code).containsExactlyInAnyOrder("bad-order", "unknown-column");
        assertThat(problems(p))
                .extracting(Problem::remedy)
                .containsExactlyInAnyOrder("write `n desc`", "write `service`");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            where    | count(*) > 5              | misplaced-aggregate | having
            where    | code > 5 and max(code) > 3 | misplaced-aggregate | having
            by       | k = count_if(code > 1)    | misplaced-aggregate | select
            select   | max(count(*))             | nested-aggregate    | later column
            select   | sum(n)                    | nested-aggregate    | later column
            select   | count(*) filter (where max(code) > 1) | nested-aggregate | later column
            select   | rank() over (order by code) | refused-function  | top:
            having   | row_number() = 1          | refused-function    | top:
            having   | m > 5                     | unknown-column      | `n`
            having   | n                         | not-a-condition     | n > 0
            """)
    void an_aggregate_in_the_wrong_place_is_told_with_the_right_one(
            String where, String sql, String code, String remedy) {
        TestPipeline p = pipeline();
        p.source("s", "ts timestamp, code int, ms int", "ts");
        switch (where) {
            case "where" -> p.metric("m", "s", "", "1m", p.filtered(sql), "n", "count(*)");
            case "by" -> p.metric("m", "s", sql, "1m", "n", "count(*)");
            case "having" -> p.metric("m", "s", "", "1m", p.having(sql), "n", "count(*)");
            default -> p.metric("m", "s", "", "1m", "n", "count(*)", "x", sql);
        }

        assertThat(problems(p)).singleElement().satisfies(problem -> {
            assertThat(problem.code()).isEqualTo(code);
            assertThat(problem.remedy()).contains(remedy);
            assertThat(problem.message()).doesNotContain("class ").doesNotContain("sub-query");
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            code > 1 && code < 5     | `and`
            code === 5               | `=`
            code > 5 ? 1 : 0         | if(condition
            concat(service, 'a       | close the text
            (code + 1                | more ( than )
            case when code > 1 then 2 | `end`
            select upper(service)    | leave `select` out
            code is ont null         | `not`
            code + 1)                | more ) than (
            code +                   | too early
            """)
    void a_slip_of_the_syntax_has_a_remedy(String sql, String remedy) {
        TestPipeline p = pipeline();
        p.source("s", "ts timestamp, service string, code int", "ts", p.derive("x", sql));

        assertThat(problems(p)).singleElement().satisfies(problem -> {
            assertThat(problem.code()).isEqualTo("bad-expression");
            assertThat(problem.remedy()).contains(remedy);
        });
    }
}
