package io.nilometer.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportTest {

    @Test
    void the_last_lines_are_the_ratios_and_the_very_last_is_that_of_the_embedded_engine() {
        Report report = new Report();
        for (double factor : List.of(1.0, 2.0, 3.0)) {
            report.add(Report.BARE_CONSUMER, sample(1_000_000));
            report.add("embedded", sample(500_000 * factor));
            report.add("spark", sample(300_000));
            report.add("tutorials", sample(20_000));
        }

        List<String> lines = print(report);

        assertThat(lines.subList(lines.size() - 4, lines.size()))
                .containsExactly(
                        "embedded_ratio_to_tutorials 50.000",
                        "spark_ratio_to_tutorials 15.000",
                        "spark_ratio_to_bare_consumer 0.300",
                        "ratio_to_bare_consumer 1.000");
    }

    @Test
    void nothing_is_said_about_what_was_not_measured() {
        Report report = new Report();
        report.add(Report.BARE_CONSUMER, sample(1_000_000));
        report.add("spark", sample(300_000));

        assertThat(print(report).stream().filter(line -> line.contains("ratio")))
                .containsExactly("spark_ratio_to_bare_consumer 0.300");
    }

    @Test
    void the_engines_own_words_stand_under_its_numbers() {
        Report report = new Report();
        report.add(
                "embedded", Sample.parse("measured: events_per_second=5.0 peak_rss_mb=7.0", "20 batches, scan 3.87 s"));

        assertThat(print(report)).contains("  20 batches, scan 3.87 s", "  peak_rss_mb                    7.000");
    }

    private static Sample sample(double rate) {
        return Sample.parse("measured: events_per_second=" + rate, "");
    }

    private static List<String> print(Report report) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        report.print(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        return bytes.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
