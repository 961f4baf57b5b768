package io.nilometer.cli.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.nilometer.api.Column;
import io.nilometer.api.Place;
import io.nilometer.api.Relation;
import io.nilometer.api.Row;
import io.nilometer.cli.run.Samples;
import io.nilometer.core.pipeline.PipelineTest;
import io.nilometer.core.pipeline.PipelineTest.Expectation;
import io.nilometer.core.pipeline.PipelineTest.FeedStep;
import io.nilometer.core.pipeline.PipelineTest.Inline;
import io.nilometer.core.pipeline.PipelineTest.Records;
import io.nilometer.core.pipeline.PipelineTest.TestRecord;
import io.nilometer.core.pipeline.PipelineTest.Wait;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TestRunnerTest {

    private static final Relation COUNTS =
            new Relation("counts", Relation.Kind.METRIC, List.of(new Column("count", "bigint", Column.Role.VALUE)));

    private final List<String> calls = new ArrayList<>();

    @Test
    void feeds_step_by_step_and_closes_the_harness() {
        run(
                Map.of(),
                Map.of(),
                new Records(Map.of("logs", new Inline(List.of(raw("a"), raw("b"))))),
                new Wait(Duration.ofMinutes(2)),
                new Records(Map.of("logs", new Inline(List.of(raw("c"))))));

        assertThat(calls).containsExactly("logs[a, b]", "wait PT2M", "logs[c]", "finish", "close");
    }

    @Test
    void passes_when_rows_and_ledger_are_as_expected() {
        assertThat(run(expect("counts", Map.of("count", 3L)), Map.of("logs", Map.of("read", 3L))))
                .isEmpty();
    }

    @Test
    void fails_when_a_row_or_a_counter_differs() {
        assertThat(run(
                        expect("counts", Map.of("count", 4L)),
                        Map.of("logs", Map.of("read", 4L, "reasons", Map.of("x", 1L)))))
                .contains(
                        "counts: no row is {count: 4}",
                        "ledger.logs.read is 3, not 4",
                        "ledger.logs.reasons.x is 0, not 1");
    }

    @Test
    void names_misspelt_columns_and_outputs() {
        assertThat(run(expect("counts", Map.of("cuont", 3L)), Map.of()))
                .containsExactly("counts has no column 'cuont'; it has: count");
        assertThat(run(expect("conuts", Map.of("count", 3L)), Map.of()))
                .containsExactly("there is no output 'conuts'; there are: counts");
    }

    @Test
    void takes_text_as_a_condition_in_sql() {
        assertThat(run(conditions("count > 2 and count is not null"), Map.of())).isEmpty();
        assertThat(run(conditions("count > 3"), Map.of())).contains("counts: no row is a row with count > 3");
        assertThat(run(conditions("cuont > 3"), Map.of()))
                .hasSize(1)
                .first()
                .asString()
                .contains("cuont");
    }

    private static Map<String, Expectation> conditions(String sql) {
        return Map.of("counts", new Expectation(List.of(sql), false, Place.NOWHERE));
    }

    private List<String> run(Map<String, Expectation> expect, Map<String, Object> ledger, FeedStep... steps) {
        PipelineTest test = new PipelineTest("t", Place.NOWHERE, Optional.empty(), List.of(steps), expect, ledger);
        return new TestRunner((program, now) -> new Recorder())
                .run(Samples.program(Samples.pipeline(Path.of(""))), test)
                .failures();
    }

    private static Map<String, Expectation> expect(String output, Map<String, Object> row) {
        return Map.of(output, new Expectation(List.of(row), false, Place.NOWHERE));
    }

    private static TestRecord raw(String text) {
        return new TestRecord(text, 1, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** Writes down what it is told, and gives one row and a ledger of three records. */
    private final class Recorder implements TestHarness {

        @Override
        public void feed(Map<String, List<Input>> records) {
            records.forEach((stream, inputs) -> calls.add(stream
                    + inputs.stream()
                            .map(input -> new String(input.bytes(), StandardCharsets.UTF_8))
                            .toList()));
        }

        @Override
        public void pass(Duration time) {
            calls.add("wait " + time);
        }

        @Override
        public Outcome finish() {
            calls.add("finish");
            return new Outcome(
                    Map.of("counts", new Output(COUNTS, List.of(Row.of(List.of(3L))))),
                    Map.of("logs", Map.of("read", 3L, "used", 3L, "reasons", Map.of())));
        }

        @Override
        public void close() {
            calls.add("close");
        }
    }
}
