package io.nilometer.cli.parity;

import static org.assertj.core.api.Assertions.assertThat;

import io.nilometer.cli.parity.BothEngines.Outcome;
import io.nilometer.cli.test.TestHarness;
import io.nilometer.cli.test.TestHarness.Input;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Times that are written without a year, on both engines. */
@Timeout(400)
class SyslogYearRunTest {

    private static final DateTimeFormatter BSD = DateTimeFormatter.ofPattern("MMM ppd HH:mm:ss", Locale.ENGLISH);
    private static final String PER_DAY = """
            name: years
            streams:
              logs:
                source: {file: {path: replaced.log}}
                format: syslog
                time: {field: timestamp, lateness: 1h}
            metrics:
              per_day: {by: app, window: 1d, select: {n: count(*)}}
            """;

    @TempDir
    Path folder = Path.of("");

    @Test
    void live_lines_over_new_year_are_from_the_year_of_their_arrival() {
        TestHarness.Outcome outcome = SparkTimeTest.same(PER_DAY, harness -> {
            harness.feed(Map.of("logs", List.of(line(0, "Dec 31 23:59:58 sw1 a: one"))));
            harness.pass(Duration.ofSeconds(2));
            harness.feed(Map.of(
                    "logs",
                    List.of(
                            line(0, "Jan  1 00:00:01 sw1 a: two"),
                            line(0, "Dec 31 23:59:59 sw1 a: three"),
                            line(1, "Jan  1 00:00:02 sw2 a: four"))));
        });

        assertThat(outcome.outputs().get("per_day").rows())
                .extracting(row -> Arrays.asList(row.get(0), row.get(3)))
                .containsExactlyInAnyOrder(
                        Arrays.asList(Instant.parse("2025-12-31T00:00:00Z"), 2L),
                        Arrays.asList(Instant.parse("2026-01-01T00:00:00Z"), 2L));
    }

    @Test
    void a_finished_file_takes_its_years_from_its_own_time_and_a_restart_changes_nothing() throws Exception {
        List<String> lines = new ArrayList<>();
        LocalDateTime time = LocalDateTime.of(2018, 11, 2, 3, 4, 5);
        for (int i = 0; i < 1_500; i++) {
            lines.add(BSD.format(time.plusMinutes(97L * i)) + " sw1 a[" + i + "]: line number " + i);
        }
        Path file = Files.write(folder.resolve("messages"), lines);
        Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2019-02-12T00:00:00Z")));
        BothEngines engines = new BothEngines(PER_DAY, new Random(7));
        Map<String, List<String>> files = Map.of("logs", List.of(file.toString()));

        Outcome expected = engines.embedded(stream -> engines.files(stream, files.get(stream)));
        Outcome outcome = engines.spark(
                2,
                2,
                files,
                List.of(),
                stream -> {
                    throw new IllegalStateException("nothing is fed");
                },
                Optional.of(folder.resolve("checkpoint")));

        assertThat(outcome.rows()).isEqualTo(expected.rows());
        assertThat(outcome.ledger().get("logs")).isEqualTo(expected.ledger().get("logs"));
        assertThat(expected.ledger().get("logs")).containsEntry("used", 1_500L);
        assertThat(expected.rows()).hasSize(102).allMatch(row -> row.contains("2018-1") || row.contains("2019-0"));
    }

    private static Input line(int partition, String text) {
        return new Input(text.getBytes(StandardCharsets.UTF_8), partition, Optional.empty(), null);
    }
}
