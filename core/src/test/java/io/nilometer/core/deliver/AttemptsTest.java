package io.nilometer.core.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import io.nilometer.core.pipeline.Output;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AttemptsTest {

    @Test
    void pauses_double_up_to_the_most_with_half_left_to_chance() {
        Attempts attempts =
                new Attempts(new Output.Retry(0, Duration.ofMillis(100), Duration.ofSeconds(1)), new Random(1));
        long[] most = {100, 200, 400, 800, 1000, 1000};
        for (long millis : most) {
            assertThat(attempts.fail().orElseThrow().toMillis()).isBetween(millis / 2, millis);
        }
        attempts.succeed();
        assertThat(attempts.fail().orElseThrow().toMillis()).isLessThanOrEqualTo(100);
    }

    @Test
    void ends_with_the_last_attempt() {
        Attempts attempts =
                new Attempts(new Output.Retry(2, Duration.ofMillis(1), Duration.ofMillis(1)), new Random(1));
        assertThat(attempts.fail()).isPresent();
        assertThat(attempts.fail()).isEmpty();
        Attempts one = new Attempts(new Output.Retry(1, Duration.ofMillis(1), Duration.ofMillis(1)), new Random(1));
        assertThat(one.fail()).isEmpty();
    }
}
