package io.nilometer.connectors.pace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nilometer.api.NilometerException;
import io.nilometer.connectors.HandClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OutageTest {

    private final List<String> told = new ArrayList<>();
    private final HandClock clock = new HandClock(Instant.parse("2026-01-01T12:00:00Z"));

    @Test
    void is_told_when_it_begins_every_ten_seconds_and_when_it_is_over() {
        Outage outage = outage(Optional.empty());
        for (int second = 0; second <= 25; second++) {
            if (second % 5 == 0) {
                outage.failed(second < 15 ? "refused" : "no route", Duration.ofSeconds(5));
            } else {
                outage.remind();
            }
            clock.pass(Duration.ofSeconds(1));
        }
        outage.over();
        outage.over();
        outage.remind();

        assertThat(told)
                .containsExactly(
                        "cannot reach b:1 (refused), trying again in 5s",
                        "still trying to reach b:1, away since 2026-01-01T12:00:00Z (10s; last error: refused)",
                        "still trying to reach b:1, away since 2026-01-01T12:00:00Z (20s; last error: no route)",
                        "b:1 answers again, after 26s");
    }

    @Test
    void is_given_up_after_the_time_that_it_said() {
        Outage outage = outage(Optional.of(Duration.ofSeconds(60)));
        outage.failed("refused", Duration.ofSeconds(2));
        clock.pass(Duration.ofSeconds(59));
        outage.remind();
        clock.pass(Duration.ofSeconds(1));

        assertThatThrownBy(outage::remind)
                .isInstanceOf(NilometerException.class)
                .hasMessageContaining("cannot reach b:1 for 1m (refused): given up");
        assertThat(told.get(0)).isEqualTo("cannot reach b:1 (refused), trying again in 2s; giving up after 1m");
    }

    @Test
    void one_after_the_other_has_its_own_time() {
        Outage outage = outage(Optional.of(Duration.ofSeconds(60)));
        outage.failed("refused", Duration.ofSeconds(2));
        clock.pass(Duration.ofSeconds(50));
        outage.over();
        outage.failed("refused", Duration.ofSeconds(2));
        clock.pass(Duration.ofSeconds(50));
        outage.remind();

        assertThat(outage.lasts()).isTrue();
    }

    private Outage outage(Optional<Duration> most) {
        return new Outage("b:1", most, told::add, clock);
    }
}
