package io.nilometer.connectors.kafka;

import io.nilometer.api.OptionType;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;

/** Where the first start begins. */
sealed interface StartPosition {

    StartPosition LATEST = new Latest();

    OptionType<StartPosition> TYPE = new OptionType<>("latest, earliest or a time", "{\"type\":\"string\"}",
            raw -> switch (String.valueOf(raw)) {
        case "latest" -> LATEST;
        case "earliest" -> new Earliest();
        default -> {
            try {
                yield new At(OffsetDateTime.parse(String.valueOf(raw)).toInstant());
            } catch (DateTimeParseException e) {
                throw new IllegalArgumentException("latest, earliest, or a time with its zone such as 2026-01-31T00:00:00Z");
            }
        }
    });

    /** Behind the last record. */
    record Latest() implements StartPosition {
        @Override
        public String toString() {
            return "latest";
        }
    }

    /** The first record that there is. */
    record Earliest() implements StartPosition {}

    /** The first record whose timestamp is not before a time; behind the last when there is none. */
    record At(Instant time) implements StartPosition {}
}
