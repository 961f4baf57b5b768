package io.nilometer.core.explain;

import io.nilometer.api.Durations;
import java.time.Duration;
import java.time.temporal.ChronoUnit;

/** Microseconds as pipeline files write durations. */
final class Micros {

    private Micros() {}

    static String print(long micros) {
        return Durations.print(Duration.of(micros, ChronoUnit.MICROS));
    }
}
