package io.nilometer.cli.screen;

import static org.assertj.core.api.Assertions.assertThat;

import io.nilometer.api.SourceFactory.LagUnit;
import io.nilometer.core.run.RunStatus;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressTest {

    private static final Map<String, LagUnit> LOGS = Map.of("logs", LagUnit.RECORDS);
    private static final Map<String, LagUnit> BOTH = Map.of("logs", LagUnit.RECORDS, "old", LagUnit.BYTES);

    private final StringWriter err = new StringWriter();
    private final AtomicLong nanos = new AtomicLong();
    private RunStatus status = new Shown(0, Map.of(), Optional.empty(), "");

    @Test
    void tells_events_rate_lag_and_watermark_on_plain_lines() {
        Progress progress = progress(false, LOGS, false);
        pass(2, new Shown(1_000_000, Map.of("logs", 1234L), Optional.of(Instant.parse("2026-01-01T00:00:01.5Z")), ""));
        progress.show();
        pass(1, new Shown(1_100_000, Map.of(), Optional.empty(), "ops_db does not answer"));
        progress.show();

        assertThat(err.toString())
                .isEqualTo("1,000,000 events, 500,000/s, lag 1,234 records, watermark 2026-01-01T00:00:01Z\n"
                        + "1,100,000 events, 100,000/s, ops_db does not answer\n");
    }

    @Test
    void lags_of_different_units_are_not_added_up() {
        Progress progress = progress(false, BOTH, false);
        pass(1, new Shown(10, Map.of("logs", 1L, "old", 3_140_000L), Optional.empty(), ""));
        progress.show();

        assertThat(err.toString()).isEqualTo("10 events, 10/s, lag 1 record and 3.1 MB\n");
    }

    @Test
    void of_inputs_that_end_it_tells_the_part_that_is_done_and_the_time_left() {
        Progress progress = progress(false, Map.of("old", LagUnit.BYTES), true);
        pass(0, new Shown(0, Map.of("old", 5_000_000_000L), Optional.empty(), ""));
        progress.show();
        pass(10, new Shown(1_000, Map.of("old", 4_000_000_000L), Optional.empty(), ""));
        progress.show();
        pass(40, new Shown(5_000, Map.of("old", 0L), Optional.empty(), ""));
        progress.show();

        assertThat(err.toString())
                .isEqualTo("0 events, 0/s, 0% (0 bytes of 5.0 GB)\n"
                        + "1,000 events, 100/s, 20% (1.0 GB of 5.0 GB, 40 s left)\n"
                        + "5,000 events, 100/s, 100% (5.0 GB of 5.0 GB)\n");
    }

    @Test
    void where_nobody_knows_how_much_is_left_it_says_so() {
        Progress progress = progress(false, BOTH, true);
        pass(3, new Shown(30, Map.of("old", 10L), Optional.empty(), ""));
        progress.show();

        assertThat(err.toString()).isEqualTo("30 events, 10/s, how much is left of logs is unknown\n");
    }

    @Test
    void renews_one_line_on_a_terminal_and_leaves_nothing_of_it_behind() {
        Progress progress = progress(true, LOGS, false);
        pass(1, new Shown(10, Map.of(), Optional.empty(), ""));
        progress.show();
        progress.println("a notice");
        progress.show();
        progress.close();

        assertThat(err.toString())
                .isEqualTo("\r\u001b[K10 events, 10/s" + "\r\u001b[Ka notice\n" + "\r\u001b[K10 events, 10/s"
                        + "\r\u001b[K");
    }

    @Test
    void times_are_told_in_their_two_largest_units() {
        assertThat(HumanTime.of(Duration.ofMillis(12_900))).isEqualTo("12 s");
        assertThat(HumanTime.of(Duration.ofSeconds(110))).isEqualTo("1 min 50 s");
        assertThat(HumanTime.of(Duration.ofMinutes(120))).isEqualTo("2 h");
        assertThat(HumanTime.of(Duration.ofHours(76))).isEqualTo("3 d 4 h");
        assertThat(HumanTime.of(Duration.ofSeconds(-5))).isEqualTo("0 s");
    }

    private void pass(int seconds, RunStatus next) {
        nanos.addAndGet(seconds * 1_000_000_000L);
        status = next;
    }

    private Progress progress(boolean terminal, Map<String, LagUnit> units, boolean bounded) {
        PrintWriter out = new PrintWriter(err);
        return Progress.of(
                new Screen(out, out, terminal, terminal, terminal, false),
                () -> status,
                new Pulse(units, bounded, 0, nanos::get));
    }
}
