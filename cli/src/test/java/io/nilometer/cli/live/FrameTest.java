package io.nilometer.cli.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.nilometer.cli.screen.Pulse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FrameTest {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    @Test
    void shows_head_incident_tables_and_notices_in_their_places() {
        Table errors = table(
                "error_rate",
                List.of("service"),
                List.of("total", "error_rate"),
                1,
                List.of(
                        entry(NOON, "api", true, true, new double[] {1, 2, 40}, 1000L, 40.5),
                        entry(NOON, "web", true, false, new double[] {1, 1, 1}, 2000L, 1.25),
                        entry(NOON.minusSeconds(60), "web", false, false, new double[] {1, 1}, 1990L, 1.0)),
                0);
        Table health = table(
                "health",
                List.of(),
                List.of("requests"),
                0,
                List.of(entry(NOON, null, true, false, new double[0], 3000L)),
                0);

        assertThat(text(frame(snapshot(List.of(errors, health)), 80, 20)))
                .isEqualTo("""
                shop · 0:32 · 3,000 events · lag 5 records
                ██████░░░░░░ 50%  5 of 10 records, 32 s left
                 !! INCIDENT: service = 'api' → status_code 500, 12 s left

                error_rate by service, 1m  total  error_rate
                ! 12:00~ api               1,000       40.50  ████████████████████████  ▁▁█
                         web               2,000        1.25  ▊                         ███
                  11:59  web               1,990        1.00  ▋                          ██

                health, 1m  requests
                  12:00~       3,000






                ────────────────────────────────────────────────────────────────────────────────
                12:00:01 first
                12:00:02 second
                """.replace("██████░░░░░░ 50%", "████████████████████░░░░░░░░░░░░░░░░░░░░ 50%"));
    }

    @Test
    void never_has_more_lines_or_columns_than_the_screen_at_any_size() {
        Random random = new Random(7);
        for (int tables : new int[] {0, 1, 3, 8, 40}) {
            Snapshot snapshot = snapshot(IntStream.range(0, tables)
                    .mapToObj(number -> wild(random, number))
                    .toList());
            for (int columns = 40; columns <= 220; columns += 23) {
                for (int rows = 10; rows <= 70; rows += 11) {
                    for (Glyphs glyphs : Glyphs.values()) {
                        Size size = new Size(columns, rows);
                        List<Line> lines = Frame.of(snapshot, size, glyphs);
                        assertThat(lines).as("%d tables, %s", tables, size).hasSize(rows);
                        for (Line line : lines) {
                            assertThat(Line.width(line.plain()))
                                    .as("%d tables, %s: %s", tables, size, line.plain())
                                    .isLessThanOrEqualTo(columns);
                            assertThat(line.width()).isLessThanOrEqualTo(columns);
                        }
                    }
                }
            }
        }
    }

    @Test
    void every_table_is_seen_as_long_as_there_is_a_line_for_each() {
        for (int rows = 10; rows <= 60; rows++) {
            List<Table> tables = IntStream.range(0, 8)
                    .mapToObj(number -> large("metric_" + number, 50))
                    .toList();
            String text = text(frame(snapshot(tables), 80, rows));
            int seen = (int)
                    tables.stream().filter(table -> text.contains(table.name())).count();
            assertThat(seen).as("%d rows:%n%s", rows, text).isEqualTo(8);
        }
    }

    @Test
    void what_does_not_fit_is_counted_with_the_rows_of_the_newest_window_that_are_missing() {
        Table table = new Table("hits", List.of("k"), Duration.ofMinutes(1), List.of("n"), 0, rows("hits", 300), 4_050);

        assertThat(text(frame(snapshot(List.of(table)), 60, 24))).contains("… and 4,3");
        String all = text(frame(snapshot(List.of(large("hits", 5))), 60, 24));
        assertThat(all).doesNotContain("more");
    }

    @Test
    void columns_are_left_out_from_the_right_but_never_the_one_that_rows_are_ordered_by() {
        List<String> names = IntStream.range(0, 9)
                .mapToObj(i -> "a_long_name_of_column_" + i)
                .toList();
        Table table = table(
                "m",
                List.of("k"),
                names,
                8,
                List.of(
                        entry(NOON, "x", false, false, new double[0], 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 77L),
                        entry(NOON, "y", false, false, new double[0], 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 66L)),
                0);

        String narrow = text(frame(snapshot(List.of(table)), 60, 20));
        assertThat(narrow).contains("77", "66", "█").contains(" …");
        assertThat(text(frame(snapshot(List.of(table)), 250, 20))).contains(names);
    }

    @Test
    void wide_characters_and_long_keys_do_not_shift_what_stands_beside_them() {
        Table table = table(
                "m",
                List.of("k"),
                List.of("n"),
                0,
                List.of(
                        entry(NOON, "東京都千代田区", false, false, new double[0], 9L),
                        entry(NOON, "🚀 rocket", false, false, new double[0], 8L),
                        entry(NOON, "x".repeat(300), false, false, new double[0], 7L)),
                0);

        List<Line> lines = frame(snapshot(List.of(table)), 60, 20);
        List<Integer> columns = lines.stream()
                .map(Line::plain)
                .filter(line -> line.matches(".* [789]  .*█.*"))
                .map(line -> Line.width(line.replaceAll(" [789]  .*", "")))
                .toList();
        assertThat(columns).hasSize(3);
        assertThat(columns.stream().distinct()).hasSize(1);
    }

    @Test
    void ascii_has_nothing_but_ascii_where_data_has_nothing_else() {
        Snapshot snapshot = snapshot(List.of(large("hits", 50)));
        String text = Frame.of(snapshot, new Size(80, 24), Glyphs.ASCII).stream()
                .map(Line::plain)
                .collect(Collectors.joining("\n"));
        assertThat(text).matches("[\\x20-\\x7e\n]*").contains("####", "INCIDENT", "->");
    }

    @Test
    void the_last_state_has_no_empty_lines_at_its_end() {
        List<Line> lines = Frame.last(snapshot(List.of(large("hits", 3))), new Size(80, 24), Glyphs.UNICODE, 5);
        assertThat(lines.get(lines.size() - 1).plain()).isNotBlank();
        assertThat(lines.size()).isLessThan(24);
    }

    private static Snapshot snapshot(List<Table> tables) {
        return new Snapshot(
                "shop",
                List.of(
                        new Snapshot.Fact(Style.PLAIN, "0:32"),
                        new Snapshot.Fact(Style.STRONG, "3,000 events"),
                        new Snapshot.Fact(Style.PLAIN, "lag 5 records")),
                Optional.of(new Pulse.Portion(0.5, "5 of 10 records, 32 s left")),
                Optional.of(
                        new Snapshot.Alarm(Style.ALARM, "!! INCIDENT: service = 'api' → status_code 500, 12 s left")),
                tables,
                List.of("12:00:01 first", "12:00:02 second"));
    }

    private static List<Line> frame(Snapshot snapshot, int columns, int rows) {
        return Frame.of(snapshot, new Size(columns, rows), Glyphs.UNICODE);
    }

    private static String text(List<Line> lines) {
        return lines.stream().map(line -> line.plain() + "\n").collect(Collectors.joining());
    }

    private static Table table(
            String name, List<String> by, List<String> columns, int main, List<Table.Entry> rows, long hidden) {
        return new Table(name, by, Duration.ofMinutes(1), columns, main, rows, hidden);
    }

    private static Table large(String name, int rows) {
        return table(name, List.of("k"), List.of("n"), 0, rows(name, rows), 0);
    }

    private static List<Table.Entry> rows(String name, int count) {
        return IntStream.range(0, count)
                .mapToObj(row ->
                        entry(NOON, name + "-key-" + row, false, false, new double[] {1, 2}, (long) (count - row)))
                .toList();
    }

    private static Table.Entry entry(
            Instant start, String key, boolean open, boolean concerned, double[] history, Object... values) {
        return new Table.Entry(
                start, key == null ? List.of() : List.of(key), Arrays.asList(values), open, concerned, history);
    }

    private static Table wild(Random random, int number) {
        int keys = random.nextInt(4);
        int columns = random.nextInt(8);
        List<Table.Entry> rows = new ArrayList<>();
        int count = random.nextInt(40);
        for (int row = 0; row < count; row++) {
            List<String> names = new ArrayList<>();
            for (int key = 0; key < keys; key++) {
                names.add(random.nextBoolean() ? "東京🚀".repeat(random.nextInt(30)) : "k".repeat(random.nextInt(90)));
            }
            List<Object> values = new ArrayList<>();
            for (int column = 0; column < columns; column++) {
                values.add(
                        switch (random.nextInt(4)) {
                            case 0 -> null;
                            case 1 -> random.nextLong();
                            case 2 -> random.nextGaussian() * Math.pow(10, random.nextInt(20) - 5);
                            default -> "text ".repeat(random.nextInt(20));
                        });
            }
            rows.add(new Table.Entry(
                    NOON.minusSeconds(60L * (row / 7)),
                    names,
                    values,
                    random.nextBoolean(),
                    random.nextBoolean(),
                    random.doubles(random.nextInt(12)).toArray()));
        }
        return table(
                "metric_" + number,
                IntStream.range(0, keys).mapToObj(key -> "key_" + key).toList(),
                IntStream.range(0, columns)
                        .mapToObj(column -> "column_".repeat(1 + column) + column)
                        .toList(),
                columns == 0 ? -1 : random.nextInt(columns),
                rows,
                random.nextInt(3) * 1000L);
    }
}
