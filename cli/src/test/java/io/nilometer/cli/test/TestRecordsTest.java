package io.nilometer.cli.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nilometer.api.NilometerException;
import io.nilometer.cli.run.Samples;
import io.nilometer.core.pipeline.PipelineTest.Inline;
import io.nilometer.core.pipeline.PipelineTest.TestRecord;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestRecordsTest {

    @Test
    void writes_fields_as_json_and_text_as_it_is() {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("a", "x\"y");
        fields.put("b", 1L);
        fields.put("c", 0.5);
        fields.put("d", null);
        fields.put("e", Map.of("f", List.of(true)));

        assertThat(texts(record(fields, 1, null), record("not json at all", 1, null)))
                .containsExactly(
                        "{\"a\":\"x\\\"y\",\"b\":1,\"c\":0.5,\"d\":null,\"e\":{\"f\":[true]}}", "not json at all");
    }

    @Test
    void repeats_a_record_with_its_number_filled_in() {
        assertThat(texts(record(Map.of("id", "t{n}"), 3, null)))
                .containsExactly("{\"id\":\"t0\"}", "{\"id\":\"t1\"}", "{\"id\":\"t2\"}");
    }

    @Test
    void moves_the_time_of_repetitions() {
        assertThat(texts(record(Map.of("timestamp", "2026-01-01T00:00:59Z"), 2, Duration.ofSeconds(2))))
                .containsExactly(
                        "{\"timestamp\":\"2026-01-01T00:00:59Z\"}", "{\"timestamp\":\"2026-01-01T00:01:01Z\"}");
        assertThat(texts(record(Map.of("timestamp", 1_767_225_600_000L), 2, Duration.ofSeconds(2))))
                .containsExactly("{\"timestamp\":1767225600000}", "{\"timestamp\":1767225602000}");
        assertThat(texts(record(Map.of("timestamp", 1_767_225_600L), 2, Duration.ofSeconds(2))))
                .containsExactly("{\"timestamp\":1767225600}", "{\"timestamp\":1767225602}");
    }

    @Test
    void says_what_is_needed_to_move_a_time() {
        assertThatThrownBy(() -> texts(record("raw text", 2, Duration.ofSeconds(1))))
                .isInstanceOf(NilometerException.class)
                .hasMessageContaining("'timestamp'");
    }

    @Test
    void reads_files_line_by_line_whatever_ends_the_lines(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("lines.txt"), "one\r\n\ntwo");

        List<TestHarness.Input> inputs = TestRecords.of(Samples.pipeline(folder), "logs")
                .inputs(new io.nilometer.core.pipeline.PipelineTest.FromFile(
                        "lines.txt", io.nilometer.api.Place.NOWHERE));

        assertThat(inputs).extracting(TestRecordsTest::text).containsExactly("one", "", "two");
    }

    @Test
    void refuses_streams_that_have_no_source() {
        assertThatThrownBy(() -> TestRecords.of(Samples.pipeline(Path.of("")), "lgos"))
                .isInstanceOfSatisfying(
                        NilometerException.class,
                        e -> assertThat(e.problem().remedy()).contains("logs"));
    }

    private static TestRecord record(Object body, int repeat, @Nullable Duration every) {
        return new TestRecord(
                body, repeat, Optional.ofNullable(every), Optional.empty(), Optional.empty(), Optional.empty());
    }

    private static List<String> texts(TestRecord... records) {
        return TestRecords.of(Samples.pipeline(Path.of("")), "logs").inputs(new Inline(List.of(records))).stream()
                .map(TestRecordsTest::text)
                .toList();
    }

    private static String text(TestHarness.Input input) {
        return new String(input.bytes(), StandardCharsets.UTF_8);
    }
}
