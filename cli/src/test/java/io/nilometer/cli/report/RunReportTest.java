package io.nilometer.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.nilometer.core.compile.Compiler;
import io.nilometer.core.component.Components;
import io.nilometer.core.config.PipelineFile;
import io.nilometer.core.program.Program;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A ledger in, sentences out. */
class RunReportTest {

    private static final Components COMPONENTS = Components.load();
    private static final Program PROGRAM = program("""
            name: told
            streams:
              logs:
                source: stdin
                format: json
                schema: {ts: timestamp, client: string, size: int, status: int}
                time: {field: ts, lateness: 10s}
                steps: [where: status > 0]
            metrics:
              all: {by: client, window: 1m, select: {n: count(*), s: sum(size)}}
              errors: {where: status >= 500, window: 1m, select: {n: count(*)}}
            """);

    @Test
    void a_run_in_which_all_went_well_has_nothing_to_tell() {
        assertThat(told(ledger("read", 100L, "used", 90L, "filtered", 10L))).isEmpty();
    }

    @Test
    void most_records_rejected_for_one_reason_are_told_with_what_to_do() {
        assertThat(told(ledger(
                        "read", 100L, "used", 20L, "rejected", 80L, "reasons", Map.of("not_json", 78L, "empty", 2L))))
                .singleElement()
                .asString()
                .contains("logs: 78 of 100 records are rejected as not_json: each record must be one JSON object");
        assertThat(told(ledger(
                        "read",
                        10L,
                        "rejected",
                        10L,
                        "reasons",
                        Map.of("bad_time", 10L),
                        "bad_values",
                        Map.of("ts", "noon"))))
                .singleElement()
                .asString()
                .contains("all 10 records are rejected as bad_time", "such as 'noon'", "to_timestamp(ts");
        assertThat(told(ledger("read", 10L, "rejected", 10L, "reasons", Map.of("expression:page", 10L))))
                .singleElement()
                .asString()
                .contains("the expression of page fails");
        assertThat(told(ledger("read", 10L, "used", 5L, "rejected", 5L, "reasons", Map.of("not_json", 5L))))
                .isEmpty();
    }

    @Test
    void most_records_late_are_told_with_the_lateness_that_would_take_them() {
        assertThat(told(ledger(
                        "read",
                        1_000L,
                        "used",
                        300L,
                        "late",
                        700L,
                        "late_by",
                        Map.of("5m", 500L, "15m", 198L, "7d", 2L))))
                .singleElement()
                .asString()
                .contains("700 of 1,000 records are late", "lateness: 10s", "lateness: 15m would take 99% of them");
        assertThat(told(ledger("read", 9L, "late", 9L, "late_by", Map.of("more", 9L))))
                .singleElement()
                .asString()
                .contains("all 9 records are late", "not in the order of time");
        assertThat(told(ledger(
                        "read",
                        10L,
                        "used",
                        10L,
                        "late_for",
                        Map.of("all", 6L, "errors", 1L),
                        "late_by",
                        Map.of("1h", 7L))))
                .singleElement()
                .asString()
                .contains("6 of 10 events are late for all", "lateness: 1h");
    }

    @Test
    void a_filter_that_leaves_nothing_is_told_with_its_place() {
        assertThat(told(ledger("read", 10L, "filtered", 8L, "rejected", 2L)))
                .singleElement()
                .asString()
                .contains("all 8 events are filtered out by `where: status > 0` (told.yaml:8:");
    }

    @Test
    void a_field_that_never_comes_or_seldom_fits_is_told_with_its_type_and_a_value() {
        assertThat(told(ledger("read", 2_000L, "used", 2_000L, "never", List.of("client"))))
                .singleElement()
                .asString()
                .contains(
                        "`client` has not occurred in any of 2,000 records",
                        "client: {type: string, path: …}",
                        "told.yaml:6:");
        assertThat(told(ledger(
                        "read",
                        10L,
                        "used",
                        10L,
                        "bad_fields",
                        Map.of("size", 9L),
                        "bad_values",
                        Map.of("size", "10kB"))))
                .singleElement()
                .asString()
                .contains("`size` is no int in 9 of 10 events", "such as '10kB'");
    }

    @Test
    void a_metric_without_an_event_is_told_with_why_at_the_end_only() {
        Map<String, Object> unmet = ledger("read", 10L, "used", 10L, "no_event_for", List.of("errors"));
        assertThat(told(unmet))
                .singleElement()
                .asString()
                .contains("errors: it has counted none of 10 events", "`where: status >= 500` holds for none");
        assertThat(report().soFar(Map.of("logs", unmet), 1)).isEmpty();
        assertThat(told(ledger(
                        "read", 10L, "used", 10L, "no_event_for", List.of("all"), "failed_for", Map.of("all", 10L))))
                .singleElement()
                .asString()
                .contains("an expression of it fails for 10 of them");
    }

    @Test
    void streams_that_have_only_begun_are_not_judged_while_the_run_goes_on() {
        Map<String, Object> few = ledger("read", 999L, "rejected", 999L, "reasons", Map.of("not_json", 999L));
        assertThat(report().soFar(Map.of("logs", few), 1_000)).isEmpty();
        assertThat(report().soFar(Map.of("logs", few), 999)).hasSize(1);
    }

    @Test
    void no_records_at_all_are_told() {
        assertThat(told(ledger("read", 0L))).containsExactly("logs: there were no records to read");
    }

    @Test
    void a_run_is_useless_when_every_record_of_a_stream_was_rejected_or_late() {
        assertThat(RunReport.isUseless(Map.of("logs", ledger("read", 5L, "rejected", 2L, "late", 3L))))
                .isTrue();
        assertThat(RunReport.isUseless(
                        Map.of("logs", ledger("read", 5L, "rejected", 5L), "more", ledger("read", 1L, "used", 1L))))
                .isTrue();
        assertThat(RunReport.isUseless(Map.of("logs", ledger("read", 5L, "rejected", 4L, "filtered", 1L))))
                .isFalse();
        assertThat(RunReport.isUseless(Map.of("logs", ledger("read", 0L)))).isFalse();
    }

    private static List<String> told(Map<String, Object> ledger) {
        return report().atEnd(Map.of("logs", ledger)).stream().map(Notice::text).toList();
    }

    private static RunReport report() {
        return new RunReport(PROGRAM, COMPONENTS);
    }

    private static Map<String, Object> ledger(Object... pairs) {
        Map<String, Object> ledger = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            ledger.put((String) pairs[i], pairs[i + 1]);
        }
        return ledger;
    }

    private static Program program(String yaml) {
        PipelineFile.Loaded loaded = PipelineFile.parse(
                yaml, "told.yaml", Path.of("."), COMPONENTS, new PipelineFile.Settings(Map.of(), name -> null, false));
        return Compiler.compile(loaded.pipeline().orElseThrow(), COMPONENTS)
                .program()
                .orElseThrow(() -> new AssertionError(loaded.problems()));
    }
}
