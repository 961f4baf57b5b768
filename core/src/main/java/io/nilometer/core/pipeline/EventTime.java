package io.nilometer.core.pipeline;

import io.nilometer.api.Place;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** How the events of a source get their time. */
public sealed interface EventTime {

    Duration lateness();

    /** How long a partition may be silent before it holds nothing back. */
    Duration idleAfter();

    /**
     * Time from the event.
     *
     * @param field an expression, mostly one column
     * @param unit of a numeric time; empty means found by magnitude
     * @param maxAhead how far ahead of the reference time an event may be; {@code written} tells whether the file says so
     */
    record Field(
            Sql field,
            Optional<TimeUnit> unit,
            Duration lateness,
            Duration maxAhead,
            boolean maxAheadWritten,
            Duration idleAfter,
            Place place)
            implements EventTime {}

    /** The wall clock of the batch in which the event arrives. */
    record Arrival(Duration idleAfter) implements EventTime {
        @Override
        public Duration lateness() {
            return Duration.ZERO;
        }
    }
}
