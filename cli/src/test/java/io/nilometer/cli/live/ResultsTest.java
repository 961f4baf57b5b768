package io.nilometer.cli.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.nilometer.api.Column;
import io.nilometer.api.Relation;
import io.nilometer.api.Row;
import io.nilometer.api.Sink;
import io.nilometer.cli.run.ConsoleTable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResultsTest {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final Relation RATES = new Relation(
            "error_rate",
            Relation.Kind.METRIC,
            List.of(
                    new Column("window_start", "timestamp", Column.Role.WINDOW),
                    new Column("window_end", "timestamp", Column.Role.WINDOW),
                    new Column("service", "string", Column.Role.KEY),
                    new Column("name", "string", Column.Role.VALUE),
                    new Column("total", "bigint", Column.Role.VALUE),
                    new Column("error_rate", "double", Column.Role.VALUE)));

    private final Results results = new Results(new ConsoleTable(RATES, Duration.ofMinutes(1), 1000));

    @Test
    void the_newest_window_comes_first_and_within_it_the_largest() {
        take(row(0, "a", 1, 5.0), row(0, "b", 9, 1.0), row(1, "a", 1, 2.0), row(1, "b", 9, 3.0), row(1, "c", 5, null));

        assertThat(shown()).containsExactly("12:01 b 3.0", "12:01 a 2.0", "12:01 c null", "12:00 a 5.0", "12:00 b 1.0");
    }

    @Test
    void a_later_row_of_the_same_key_and_window_takes_the_place_of_the_earlier() {
        take(row(0, "a", 1, 5.0));
        take(row(0, "a", 1, 6.0));

        assertThat(shown()).containsExactly("12:00 a 6.0");
    }

    @Test
    void the_course_of_a_key_has_a_gap_where_a_window_lacks_it() {
        take(row(0, "a", 1, 5.0), row(1, "b", 1, 1.0), row(2, "a", 1, 7.0));

        assertThat(table().rows().get(0).history()).containsExactly(5.0, Double.NaN, 7.0);
    }

    @Test
    void of_very_many_keys_the_largest_stay_and_the_others_are_counted() {
        List<Row> many = new ArrayList<>();
        for (int key = 0; key <= Results.MOST_ROWS; key++) {
            many.add(row(0, "k" + key, 1, (double) key));
        }
        results.take(new Sink.Rows(RATES, many));

        assertThat(shown().get(0)).isEqualTo("12:00 k" + Results.MOST_ROWS + " " + (double) Results.MOST_ROWS);
        assertThat(table().hidden() + table().rows().size()).isGreaterThanOrEqualTo(Results.MOST_ROWS);
    }

    @Test
    void who_has_dropped_out_of_a_ranking_is_gone() {
        Relation top = new Relation(
                "top",
                Relation.Kind.METRIC,
                List.of(
                        new Column("window_start", "timestamp", Column.Role.WINDOW),
                        new Column("url", "string", Column.Role.KEY),
                        new Column("hits", "bigint", Column.Role.VALUE),
                        new Column("rank", "int", Column.Role.SYSTEM)));
        Results ranking = new Results(new ConsoleTable(top, Duration.ofMinutes(1), 1000));
        ranking.take(new Sink.Rows(top, List.of(of(NOON, "/a", 5L, 1L), of(NOON, "/b", 4L, 2L))));
        ranking.take(new Sink.Rows(top, List.of(of(NOON, "/c", 9L, 1L), of(NOON, "/a", 6L, 2L))));

        assertThat(ranking.table(Results.Concern.NONE).rows().stream()
                        .map(entry -> entry.keys().get(0)))
                .containsExactly("/c", "/a");
    }

    @Test
    void events_are_shown_with_the_last_first() {
        Relation events =
                new Relation("logs", Relation.Kind.STREAM, List.of(new Column("message", "string", Column.Role.VALUE)));
        Results tail = new Results(new ConsoleTable(events, Duration.ZERO, 1000));
        tail.take(new Sink.Rows(events, List.of(of("one"), of("two"))));

        assertThat(tail.table(Results.Concern.NONE).rows().stream()
                        .map(entry -> entry.values().get(0)))
                .containsExactly("two", "one");
    }

    @Test
    void the_main_value_has_the_metrics_name_in_its_own_or_is_the_first_number() {
        assertThat(table().columns().get(table().main())).isEqualTo("error_rate");
        Relation other = new Relation("sla", Relation.Kind.METRIC, RATES.columns());
        Table sla = new Results(new ConsoleTable(other, Duration.ofMinutes(1), 10)).table(Results.Concern.NONE);
        assertThat(sla.columns().get(sla.main())).isEqualTo("total");
    }

    @Test
    void keys_cannot_steer_a_terminal() {
        take(row(0, "\u001b[2J\n", 1, 1.0), row(0, null, 1, 0.5), row(0, "", 1, 0.2));

        assertThat(table().rows().stream().map(entry -> entry.keys().get(0)))
                .containsExactly("\\u001b[2J\\n", "(null)", "(empty)");
    }

    private Table table() {
        return results.table(Results.Concern.NONE);
    }

    private List<String> shown() {
        return table().rows().stream()
                .map(entry -> entry.start().toString().substring(11, 16) + " "
                        + entry.keys().get(0) + " " + entry.values().get(2))
                .toList();
    }

    private void take(Row... rows) {
        results.take(new Sink.Rows(RATES, List.of(rows)));
    }

    private static Row row(int minute, String service, long total, Double rate) {
        Instant start = NOON.plusSeconds(60L * minute);
        return of(start, start.plusSeconds(60), service, "text", total, rate);
    }

    private static Row of(Object... values) {
        return Row.of(Arrays.asList(values));
    }
}
