package io.nilometer.core.pipeline;

import io.nilometer.api.Place;

/**
 * A name that something reads: {@code logs}, {@code logs.late}, {@code logs.rejected}, {@code alerts}, {@code ledger}.
 *
 * @param name without the suffix
 */
public record Reference(String name, Part part, Place place) {

    /** Which of a stream's records are meant. */
    public enum Part {
        EVENTS,
        LATE,
        REJECTED
    }

    @Override
    public String toString() {
        return switch (part) {
            case EVENTS -> name;
            case LATE -> name + ".late";
            case REJECTED -> name + ".rejected";
        };
    }
}
