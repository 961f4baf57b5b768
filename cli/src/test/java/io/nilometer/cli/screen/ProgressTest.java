package io.nilometer.cli.screen;

import static org.assertj.core.api.Assertions.assertThat;

import io.nilometer.core.run.RunStatus;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressTest {

    private final StringWriter err = new StringWriter();
    private final AtomicLong nanos = new AtomicLong();
    private RunStatus status = new Shown(0, -1, Optional.empty(), "");

    @Test
    void tells_events_rate_lag_and_watermark_on_plain_lines() {
        Progress progress = progress(false);
        pass(2, new Shown(1_000_000, 1234, Optional.of(Instant.parse("2026-01-01T00:00:01.5Z")), ""));
        progress.show();
        pass(1, new Shown(1_100_000, -1, Optional.empty(), "ops_db does not answer"));
        progress.show();

        assertThat(err.toString())
                .isEqualTo("1,000,000 events, 500,000/s, lag 1,234, watermark 2026-01-01T00:00:01Z\n"
                        + "1,100,000 events, 100,000/s, ops_db does not answer\n");
    }

    @Test
    void renews_one_line_on_a_terminal_and_leaves_nothing_of_it_behind() {
        Progress progress = progress(true);
        pass(1, new Shown(10, -1, Optional.empty(), ""));
        progress.show();
        progress.println("a notice");
        progress.show();
        progress.close();

        assertThat(err.toString())
                .isEqualTo("\r\u001b[K10 events, 10/s" + "\r\u001b[Ka notice\n" + "\r\u001b[K10 events, 0/s"
                        + "\r\u001b[K");
    }

    private void pass(int seconds, RunStatus next) {
        nanos.addAndGet(seconds * 1_000_000_000L);
        status = next;
    }

    private Progress progress(boolean terminal) {
        PrintWriter out = new PrintWriter(err);
        return Progress.of(new Screen(out, out, terminal, terminal, false), () -> status, nanos::get);
    }
}
