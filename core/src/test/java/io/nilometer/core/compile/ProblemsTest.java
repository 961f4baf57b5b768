package io.nilometer.core.compile;

import static io.nilometer.core.compile.TestPipeline.pipeline;
import static org.assertj.core.api.Assertions.assertThat;

import io.nilometer.api.Place;
import io.nilometer.api.Problem;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProblemsTest {

    private static List<Problem> problems(TestPipeline pipeline) {
        return Compiler.compile(pipeline.build(), TestFormat.components()).problems();
    }

    private static List<Problem> derive(String sql) {
        TestPipeline p = pipeline();
        return problems(p.source("s", "ts timestamp, service string, code int, text string", "ts", p.derive("x", sql)));
    }

    private static int column(Problem problem) {
        return problem.place().column() - 9; // expressions begin in column 10
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            code + 1 +             | bad-expression    | 11
            code + servce          | unknown-column    | 8
            1 + lenght(service)    | unknown-function  | 5
            upper(service) + now() | refused-function  | 18
            code + rand()          | refused-function  | 8
            uuid()                 | refused-function  | 1
            current_date           | refused-function  | 1
            java_method('a', 'b')  | refused-function  | 1
            raise_error('x')       | refused-function  | 1
            input_file_name()      | refused-function  | 1
            (select 1)             | refused-function  | 1
            row_number() over ()   | refused-function  | 1
            sum(code) over ()      | refused-function  | 1
            explode(array(1, 2))   | refused-function  | 1
            unix_timestamp()       | refused-function  | 1
            sum(code)              | misplaced-aggregate | 1
            code + max(code)       | misplaced-aggregate | 8
            lag(code)              | refused-function  | 1
            substring(service)     | wrong-arguments   | 1
            cast(code as itn)      | bad-type          | 14
            text.a.b               | no-members        | 1
            previous(code)         | not-yet           | 1
            timestamp'2020-01-01' - ts | unsupported-type | 1
            service rlike '('      | bad-pattern       | 9
            service rlike text     | bad-pattern       | 9
            service rlike '(?=a)'  | bad-pattern       | 9
            element_at(array(1), 0) | always-fails     | 1
            to_timestamp(text, 'YYYY-MM-dd')             | bad-time-pattern | 20
            to_timestamp(text, "yyyy-MM-ddTHH:mm:ss")    | bad-time-pattern | 20
            to_timestamp(text, 'yyyy-MM-dd HH:MM:ss')    | bad-time-pattern | 20
            to_timestamp(text, 'dd EEE yyyy')            | bad-time-pattern | 20
            to_timestamp(text, "yyyy-MM-dd'T")           | bad-time-pattern | 20
            to_timestamp(text, '{yyyy}')                 | bad-time-pattern | 20
            to_timestamp(text, 'yyyy SSSSSSSSSS')        | bad-time-pattern | 20
            to_date(text, 'yyyy-mm-dd')                  | bad-time-pattern | 15
            try_to_timestamp(text, 'yyyy ddd')           | bad-time-pattern | 24
            unix_timestamp(text, 'yyyy-MM-DD')           | bad-time-pattern | 22
            to_unix_timestamp(text, 'QQQ yyyy')          | bad-time-pattern | 25
            date_format(ts, 'yyyy-ww')                   | bad-time-pattern | 17
            from_unixtime(code, 'EEEEE')                 | bad-time-pattern | 21
            from_json(text, 't timestamp', map('timestampFormat', 'uuuu')) | bad-time-pattern | 1
            from_csv(text, 't date', map('dateFormat', 'EEE yyyy')) | bad-time-pattern | 1
            to_json(struct(ts), map('timestampFormat', 'nn')) | bad-time-pattern | 1
            from_utc_timestamp(ts, 'Nowhere/City')       | always-fails     | 1
            """)
    void a_mistake_is_told_with_its_place(String sql, String code, int at) {
        List<Problem> found = derive(sql.strip()).stream()
                .filter(p -> p.severity() == Problem.Severity.ERROR)
                .toList();
        assertThat(found).as("%s", found).hasSize(1);
        assertThat(found.get(0).code()).isEqualTo(code);
        assertThat(column(found.get(0))).as("%s", found).isEqualTo(at);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "YYYY-MM-dd",
                "yyyy-MM-ddTHH:mm:ss",
                "EEE yyyy EEE",
                "yyyy-mm-dd",
                "yyyy-MM-dd'T",
                "[yyyy]]",
                "zzzzz",
                "OO",
                "j",
                "SSSSSSSSSS",
                "GGGGG"
            })
    void a_time_pattern_that_is_none_is_told_in_our_words(String pattern) {
        assertThat(derive("to_timestamp(text, \"" + pattern + "\")"))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.message()).contains("'" + pattern + "' can't work: ");
                    assertThat(problem.message() + problem.remedy())
                            .doesNotContain("Spark", "Policy", "SQLSTATE", "DateTimeFormatter");
                    assertThat(problem.remedy()).isNotBlank();
                });
    }

    @Test
    void a_time_pattern_that_works_by_half_is_a_warning() {
        assertThat(derive("to_timestamp(text, 'yyyy-MM-dd hh:mm:ss')"))
                .singleElement()
                .satisfies(problem -> assertThat(problem.code()).isEqualTo("doubtful-time-pattern"));
        assertThat(derive("to_timestamp(text, 'MMM d HH:mm:ss')"))
                .singleElement()
                .satisfies(problem -> assertThat(problem.message()).contains("1970"));
        assertThat(derive("to_timestamp(text, 'yyyy-MM-dd hh:mm:ss a')")).isEmpty();
        assertThat(derive("date_format(ts, 'EEE hh:mm')")).isEmpty();
    }

    @Test
    void the_nearest_name_is_the_remedy() {
        assertThat(derive("code + servce").get(0).remedy()).contains("`service`");
        assertThat(derive("lenght(service)").get(0).remedy()).contains("`length`");
    }

    @Test
    void an_expression_beyond_all_measure_is_a_problem_with_a_readable_message() {
        for (String sql : List.of("(".repeat(5_000) + "code" + ")".repeat(5_000), "code" + " + 1".repeat(50_000))) {
            assertThat(derive(sql)).singleElement().satisfies(problem -> {
                assertThat(problem.code()).isEqualTo("bad-expression");
                assertThat(problem.message()).hasSizeLessThan(500);
                assertThat(problem.remedy()).isEqualTo("split it over several derived columns");
            });
        }
    }

    @Test
    void all_problems_are_told_at_once() {
        TestPipeline p = pipeline();
        p.source(
                        "s",
                        "ts timestamp, code int, bad nothing",
                        "ts",
                        p.derive("a", "cod + 1", "b", "a + 1", "c", "1 +"),
                        p.where("code"))
                .metric("m", "s", "cde", "1m", "n", "count(*)")
                .metric("o", "s", "code", "session 5m", "n", "cont(*)")
                .metric("q", "z", "code", "5m", "n", "count(*)");
        assertThat(problems(p))
                .extracting(Problem::code)
                .containsExactlyInAnyOrder(
                        "bad-type",
                        "unknown-column",
                        "bad-expression",
                        "not-a-condition",
                        "unknown-column",
                        "unknown-function",
                        "unknown-stream");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        text > 5                 | implicit-cast
        service = "code"         | quoted-column
        text like '\\d'          | lost-backslash
        """)
    void what_reads_as_one_thing_and_means_another_is_a_warning(String sql, String code) {
        assertThat(derive(sql.strip())).extracting(Problem::code).containsExactly(code);
        assertThat(derive(sql.strip())).extracting(Problem::severity).containsExactly(Problem.Severity.WARNING);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cast(text as int) > 5",
                "service = 'code'",
                "text rlike r'\\d'",
                "text like '%\\_%'",
                "concat('a', code)"
            })
    void what_is_said_clearly_is_not(String sql) {
        assertThat(derive(sql)).isEmpty();
    }

    @Test
    void metrics_tell_what_is_wrong_with_their_columns() {
        TestPipeline p = pipeline();
        p.source("s", "ts timestamp, service string, code int", "ts")
                .metric("plain", "s", "service", "1m", "c", "code")
                .metric("twice", "s", "service", "1m", "service", "max(code)")
                .metric("interval", "s", "service", "1m", "span", "max(ts) - min(ts)")
                .metric("bounds", "s", "service", "1m", "x", "max(window_start)")
                .metric("dist", "s", "service", "1m", "x", "stddev(distinct code)");
        assertThat(problems(p))
                .extracting(Problem::code)
                .containsExactly(
                        "not-aggregated", "duplicate-column", "unsupported-type", "bad-expression", "no-distinct");
    }

    @Test
    void hints_are_given_for_uneven_slides_and_order() {
        TestPipeline p = pipeline();
        p.source("s", "ts timestamp, service string, code int", "ts")
                .metric(
                        "m",
                        "s",
                        "service",
                        "5m every 2m",
                        "x",
                        "corr(code, code)",
                        "code",
                        "max(code)",
                        "y",
                        "code + 1");
        Compiled compiled = Compiler.compile(p.build(), TestFormat.components());
        assertThat(compiled.problems()).extracting(Problem::code).contains("uneven-slide", "ambiguous-column");
    }

    @Test
    void a_time_that_is_text_is_refused_with_the_remedy() {
        Problem problem = problems(pipeline().source("s", "ts string", "ts")).get(0);
        assertThat(problem.code()).isEqualTo("bad-time");
        assertThat(problem.remedy()).contains("to_timestamp");
        assertThat(problem.place()).isNotEqualTo(Place.NOWHERE);
    }

    @Test
    void a_union_of_text_and_number_is_refused() {
        TestPipeline p = pipeline();
        p.source("a", "ts timestamp, v int", "ts")
                .source("b", "ts timestamp, v string", "ts")
                .derived("u", List.of("a", "b"));
        assertThat(problems(p)).extracting(Problem::code).containsExactly("type-mismatch");
    }
}
