package io.nilometer.core.compile;

import static io.nilometer.core.compile.TestPipeline.pipeline;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.nilometer.core.program.Program;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostileInputsTest {

    private static ProgramRun run(String sql, String record) {
        TestPipeline p = pipeline();
        p.source("s", "t string, n int, l bigint", "arrival", p.derive("x", sql))
                .output("out", "s");
        Compiled compiled = Compiler.compile(p.build(), TestFormat.components());
        assertThat(compiled.program()).as("%s", compiled.problems()).isPresent();
        Program program = compiled.program().orElseThrow();
        return new ProgramRun(program, 0).record(record);
    }

    @Test
    void patterns_do_not_backtrack_on_hostile_text() {
        String hostile = "t=" + "a".repeat(50_000) + "!";
        assertTimeoutPreemptively(Duration.ofSeconds(60), () -> {
            assertThat(run("t rlike '(a+)+$'", hostile).outputs.get(0)).contains(false);
            assertThat(run("regexp_replace(t, '(a|a)*$', '')", hostile).outputs.get(0))
                    .isNotEmpty();
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "repeat(t, n)",
                "length(lpad(t, n, 'x'))",
                "rpad(t, n, 'x')",
                "space(n)",
                "sequence(1, n)",
                "sequence(-l, l)",
                "array_repeat(t, n)",
                "sequence(date'2020-01-01', date_add(date'2020-01-01', n))",
                "sequence(timestamp'2020-01-01', timestamp'2026-01-01', make_dt_interval(0, 0, 0, n div 10000000))",
                "sequence(timestamp'0001-01-01', timestamp'2026-01-01', interval 1 hour)"
            })
    void results_that_are_too_large_fail_before_they_are_made(String sql) {
        assertThatThrownBy(() -> run(sql, "t=abc;n=10000000;l=9223372036854775807"))
                .satisfies(failure ->
                        assertThat(String.valueOf(failure) + failure.getCause()).contains("limit"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "repeat(t, n)",
                "lpad(t, n, 'x')",
                "space(n)",
                "sequence(1, n)",
                "array_repeat(t, n)",
                "sequence(l, n, -l)"
            })
    void results_of_a_reasonable_size_are_made(String sql) {
        assertThat(run(sql, "t=abc;n=3;l=9").outputs.get(0)).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "'%a%b', xxaxb, true",
        "'%a%b', xxbxa, false",
        "'a%a', a, false",
        "'a%a', aa, true",
        "'_', é, true",
        "'__', é, false",
        "'%_é%', xéé, true",
        "'a%b%c', abbbc, true",
        "'a%b%c', acb, false",
        "'%ab_', abxaby, true",
        "'%%', '', true",
        "'', '', true",
        "'', a, false",
        "'a!%%', a%bc, true",
        "'a!%%', abc, false",
        "'%ab%ba%', aba, false",
        "'_%_', ab, true",
        "'_%_', a, false"
    })
    void like_means_what_it_does_in_spark(String pattern, String text, boolean matches) {
        String known = "t like '" + pattern + "' escape '!'";
        String fromData = "t like concat('" + pattern + "', left(t, 0)) escape '!'";
        assertThat(run(known, "t=" + text).outputs.get(0)).contains(matches);
        assertThat(run(fromData, "t=" + text).outputs.get(0)).contains(matches);
    }

    @Test
    void like_with_many_wildcards_looks_at_a_text_once() {
        String hostile = "t=" + "a".repeat(600_000);
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
            assertThat(run("t like '" + "%a".repeat(30) + "%b'", hostile)
                            .outputs
                            .get(0))
                    .contains(false);
            assertThat(run("t not like all ('%a%a%b', '%b%a_a%b')", hostile)
                            .outputs
                            .get(0))
                    .contains(true);
            assertThat(run("t ilike any ('%A%B%', '%a%A%a%')", hostile).outputs.get(0))
                    .contains(true);
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!DOCTYPE a [<!ENTITY x \"y\">]><a>&x</a>",
                "<?xml version='1.0'?><!-- --> <!DOCTYPE a SYSTEM 'http://127.0.0.1:9/'><a>b</a>",
                "<!-- <a> --><!DOCTYPE a SYSTEM 'file:/etc/passwd'><a>b</a>"
            })
    void xml_with_a_document_type_is_not_opened(String xml) {
        assertThatThrownBy(() -> run("xpath_string(t, 'a')", "t=" + xml))
                .satisfies(failure ->
                        assertThat(String.valueOf(failure) + failure.getCause()).contains("document type"));
    }

    @Test
    void xml_that_only_speaks_of_a_document_type_is_read() {
        assertThat(run("xpath_string(t, 'a')", "t=<!-- <!DOCTYPE --><a><![CDATA[<!DOCTYPE]]></a>")
                        .outputs
                        .get(0))
                .contains("<!DOCTYPE");
    }

    @Test
    void a_key_of_a_query_is_a_text_and_no_pattern() {
        assertThat(run("parse_url('http://h/?a.b=1&acb=2', 'QUERY', t)", "t=a.b")
                        .outputs
                        .get(0))
                .contains("1");
    }
}
