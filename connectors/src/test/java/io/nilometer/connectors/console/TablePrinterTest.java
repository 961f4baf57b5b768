package io.nilometer.connectors.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.nilometer.api.Column;
import io.nilometer.api.Relation;
import io.nilometer.api.Row;
import io.nilometer.api.Sink;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class TablePrinterTest {

    private static final Relation RELATION = new Relation(
            "error_rate",
            Relation.Kind.METRIC,
            List.of(
                    new Column("window_start", "timestamp", Column.Role.WINDOW),
                    new Column("service", "string", Column.Role.KEY),
                    new Column("rate", "double", Column.Role.VALUE)));

    private static Row row(boolean last, Object... values) {
        return new Row(Arrays.asList(values), last, 0);
    }

    private static String table(Row... rows) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new TablePrinter(20).print(new Sink.Rows(RELATION, List.of(rows)), out);
        return out.toString(StandardCharsets.UTF_8);
    }

    private static Instant at(String time) {
        return Instant.parse("2026-01-01T" + time + "Z");
    }

    @Test
    void aligns_numbers_to_the_right_and_says_the_day_once() {
        String table = table(
                row(true, at("10:00:00"), "api", 12.5),
                row(false, at("10:01:00.250"), "checkout", 0.0),
                row(true, at("10:02:00"), null, null));
        assertThat(table).isEqualTo("""

                error_rate  2026-01-01 UTC
                  window_start  service   rate
                  ------------  --------  ----
                  10:00:00      api       12.5
                ~ 10:01:00.250  checkout     0
                  10:02:00
                """);
    }

    @Test
    void has_a_column_for_rows_that_have_not_counted_all_when_there_are_some() {
        Row partial = new Row(Arrays.asList(at("10:00:00"), "api", 12.5), true, false, true, 0);
        assertThat(table(partial, row(true, at("10:01:00"), "api", 1.0))).isEqualTo("""

                error_rate  2026-01-01 UTC
                window_start  service  rate  partial
                ------------  -------  ----  -------
                10:00:00      api      12.5  true
                10:01:00      api         1
                """);
    }

    @Test
    void says_the_day_of_each_time_when_they_differ() {
        String table =
                table(row(true, at("23:59:00"), "a", 1.0), row(true, Instant.parse("2026-01-02T00:00:00Z"), "a", 1.0));
        assertThat(table).contains("2026-01-01 23:59:00  a", "2026-01-02 00:00:00  a");
    }

    @Test
    void data_cannot_write_control_sequences_and_nothing_is_cut() {
        String table = table(row(true, at("10:00:00"), "\u001b[2J\n\u202e" + "x".repeat(100), 1.0));
        assertThat(table)
                .contains("\\u001b[2J\\n\\u202e" + "x".repeat(100) + "  ")
                .doesNotContain("\u001b");
    }

    @Test
    void wide_characters_and_marks_do_not_shift_what_stands_beside_them() {
        String table = table(
                row(true, at("10:00:00"), "\u6771\u4eac", 1.0),
                row(true, at("10:00:00"), "e\u0301\ud83d\ude80", 2.0),
                row(true, at("10:00:00"), "plain", 3.0));

        assertThat(table).isEqualTo("""

                error_rate  2026-01-01 UTC
                window_start  service  rate
                ------------  -------  ----
                10:00:00      \u6771\u4eac        1
                10:00:00      e\u0301\ud83d\ude80         2
                10:00:00      plain       3
                """);
    }

    @Test
    void doubles_show_four_digits_that_tell_something() {
        assertThat(List.of(1.0 / 3, 1234.56789, 100.0, 0.00123456, 1e20, -0.0, 5e-324, Double.NaN).stream()
                        .map(value -> CellText.of(value, true)))
                .containsExactly("0.3333", "1234.5679", "100", "0.001235", "1E+20", "0", "4.9407E-324", "NaN");
    }
}
