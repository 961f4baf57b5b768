package io.nilometer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.nilometer.core.run.BatchListener.Report;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BatchLogTest {

    private final List<String> notices = new ArrayList<>();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void a_slow_batch_is_told_once_a_minute_and_not_while_the_run_warms_up() {
        BatchLog log = new BatchLog(
                Optional.empty(),
                Duration.ofSeconds(1),
                () -> {
                    throw new AssertionError("nobody asked");
                },
                notices::add,
                clock());
        log.batch(report(1, 5_000, 3_000));
        pass(20);
        log.batch(report(2, 5_000, 900));
        log.batch(report(3, 0, 9_000));
        assertThat(notices).isEmpty();
        log.batch(report(4, 5_000, 1_500));
        log.batch(report(5, 5_000, 1_600));
        assertThat(notices)
                .containsExactly("batch 4 of 5,000 records took 1.5s, more than 1s (scan 1.2s); 2 were slow so far");
        pass(60);
        log.batch(report(6, 5_000, 1_700));
        assertThat(notices).hasSize(2).last().asString().contains("batch 6", "4 were slow so far");
    }

    private static Report report(long batch, long records, long millis) {
        return new Report(
                batch, records, Duration.ofMillis(millis), Map.of("scan", Duration.ofMillis(1_200)), Map.of());
    }

    private void pass(long seconds) {
        now = now.plusSeconds(seconds);
    }

    private Clock clock() {
        return new Clock() {
            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                throw new UnsupportedOperationException();
            }

            @Override
            public Instant instant() {
                return now;
            }
        };
    }
}
