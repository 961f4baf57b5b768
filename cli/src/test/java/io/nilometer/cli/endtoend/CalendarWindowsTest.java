package io.nilometer.cli.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.nilometer.cli.InProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Windows by the calendar, what is late for some of them, and the record that moved the clock, as runs and tests of a pipeline show them. */
class CalendarWindowsTest {

    private static final List<String> ENGINES = List.of("embedded", "spark");
    private static final String STREAM = """
            name: days
            timezone: Europe/Berlin
            streams:
              logs:
                source: {file: {path: none}}
                format: json
                schema: {ts: timestamp, k: string}
                time: {field: ts, lateness: %s}
            """;

    @TempDir
    Path folder = Path.of("");

    @Test
    void days_weeks_and_months_are_those_of_the_zone_in_tests_and_hours_are_not() throws Exception {
        Path pipeline = Files.writeString(folder.resolve("days.yaml"), STREAM.formatted("400d") + """
                metrics:
                  day: {by: k, window: 1d, select: {n: count(*)}}
                  morning: {window: 1d offset 6h, select: {n: count(*)}}
                  week: {window: 1w, select: {n: count(*)}}
                  month: {window: 1mo, select: {n: count(*)}}
                  hours: {window: 24h, select: {n: count(*)}}
                  elsewhere: {window: 1d in America/Sao_Paulo, select: {n: count(*)}}
                  sliding: {window: 2d every 1d, select: {n: count(*)}}
                  best: {by: k, window: 1d, select: {n: count(*)}, top: {n: 1, order: n desc}}
                tests:
                  - name: the clocks go forward on 29 March
                    feed:
                      - logs:
                          - {ts: "2026-03-28T22:59:59Z", k: a}
                          - {ts: "2026-03-28T23:00:00Z", k: a}
                          - {ts: "2026-03-29T21:59:59Z", k: a}
                          - {ts: "2026-03-29T22:00:00Z", k: b}
                    expect:
                      day:
                        - {window_start: "2026-03-27T23:00:00Z", window_end: "2026-03-28T23:00:00Z", k: a, n: 1}
                        - {window_start: "2026-03-28T23:00:00Z", window_end: "2026-03-29T22:00:00Z", k: a, n: 2}
                        - {window_start: "2026-03-29T22:00:00Z", window_end: "2026-03-30T22:00:00Z", k: b, n: 1}
                      morning:
                        - {window_start: "2026-03-28T05:00:00Z", window_end: "2026-03-29T04:00:00Z", n: 2}
                        - {window_start: "2026-03-29T04:00:00Z", window_end: "2026-03-30T04:00:00Z", n: 2}
                      week:
                        - {window_start: "2026-03-22T23:00:00Z", window_end: "2026-03-29T22:00:00Z", n: 3}
                        - {window_start: "2026-03-29T22:00:00Z", window_end: "2026-04-05T22:00:00Z", n: 1}
                      month:
                        - {window_start: "2026-02-28T23:00:00Z", window_end: "2026-03-31T22:00:00Z", n: 4}
                      hours:
                        - {window_start: "2026-03-28T00:00:00Z", window_end: "2026-03-29T00:00:00Z", n: 2}
                        - {window_start: "2026-03-29T00:00:00Z", window_end: "2026-03-30T00:00:00Z", n: 2}
                      elsewhere:
                        - {window_start: "2026-03-28T03:00:00Z", n: 2}
                        - {window_start: "2026-03-29T03:00:00Z", n: 2}
                      sliding:
                        - {window_start: "2026-03-26T23:00:00Z", window_end: "2026-03-28T23:00:00Z", n: 1}
                        - {window_start: "2026-03-27T23:00:00Z", window_end: "2026-03-29T22:00:00Z", n: 3}
                        - {window_start: "2026-03-28T23:00:00Z", window_end: "2026-03-30T22:00:00Z", n: 3}
                        - {window_start: "2026-03-29T22:00:00Z", window_end: "2026-03-31T22:00:00Z", n: 1}
                      best:
                        - {window_start: "2026-03-27T23:00:00Z", k: a, rank: 1}
                        - {window_start: "2026-03-28T23:00:00Z", k: a, rank: 1}
                        - {window_start: "2026-03-29T22:00:00Z", k: b, rank: 1}
                """);
        for (String engine : ENGINES) {
            InProcess.Outcome test = InProcess.run("test", pipeline.toString(), "--engine", engine);
            assertThat(test.exit()).as(test.out() + test.err()).isZero();
        }
        InProcess.Outcome explain = InProcess.run("explain", pipeline.toString());
        assertThat(explain.out())
                .contains("day: window 1d in Europe/Berlin;")
                .contains("morning: window 1d offset 6h in Europe/Berlin;")
                .contains("month: window 1mo in Europe/Berlin;")
                .contains("hours: window 24h;")
                .contains("elsewhere: window 1d in America/Sao_Paulo;");
    }

    @Test
    void a_run_counts_what_comes_too_late_for_some_windows_only_and_tells_which_record_moved_the_clock()
            throws Exception {
        Path pipeline = Files.writeString(folder.resolve("late.yaml"), STREAM.formatted("0s") + """
                metrics:
                  sliding: {window: 3d every 1d, select: {n: count(*)}}
                """);
        StringBuilder lines = new StringBuilder();
        for (int hour = 0; hour < 20; hour++) {
            lines.append("{\"ts\": \"2026-01-05T%02d:00:00Z\", \"k\": \"a\"}\n".formatted(hour));
        }
        int moved = lines.length();
        lines.append("""
                {"ts": "2026-01-07T00:00:00Z", "k": "two days ahead: its neighbours are late for one window, then for all"}
                {"ts": "2026-01-05T20:00:00Z", "k": "late for two of three"}
                {"ts": "2036-01-05T20:30:00Z", "k": "more than a day ahead of the wall clock"}
                {"ts": "2026-01-01T20:00:00Z", "k": "late for all"}
                """);
        Path input = Files.writeString(folder.resolve("input.ndjson"), lines);
        for (String engine : ENGINES) {
            Path results = folder.resolve(engine);
            InProcess.Outcome run = InProcess.run(
                    "run",
                    pipeline.toString(),
                    "--engine",
                    engine,
                    "--until-end",
                    "--input",
                    "logs=" + input,
                    "--results",
                    results.toString());
            assertThat(run.exit()).as(run.err()).isZero();
            assertThat(Files.readString(results.resolve("ledger.json")).replaceAll("\\s", ""))
                    .contains("\"read\":24,\"used\":22,\"filtered\":0,\"duplicate\":0,\"late\":1,\"rejected\":1")
                    .contains("\"reasons\":{\"time_ahead\":1}")
                    .contains("\"late_for\":{\"sliding\":2}")
                    .contains("\"clock_moved\":{\"byte" + moved + "of")
                    .contains("to2026-01-07T00:00:00Z,by1d\"");
            assertThat(run.out() + run.err()).contains("byte " + moved + " of", "far more than others did");
            assertThat(Files.readAllLines(results.resolve("sliding.ndjson")))
                    .anyMatch(row ->
                            row.contains("\"window_start\":\"2026-01-04T23:00:00Z\"") && row.contains("\"n\":22"))
                    .anyMatch(row ->
                            row.contains("\"window_start\":\"2026-01-02T23:00:00Z\"") && row.contains("\"n\":20"));
        }
    }
}
