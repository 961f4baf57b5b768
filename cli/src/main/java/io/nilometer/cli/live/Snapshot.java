package io.nilometer.cli.live;

import io.nilometer.cli.screen.Pulse;
import java.util.List;
import java.util.Optional;

/**
 * Everything a frame shows. Immutable.
 *
 * @param title the pipeline's name
 * @param facts how far the run is, the most important first
 * @param portion of an input that ends; empty while that is unknown, or for one that does not end
 * @param alarm the planted incident of a demonstration
 * @param tables one per relation, in the order of the pipeline; also those without rows
 * @param notices the oldest first
 */
record Snapshot(
        String title,
        List<Fact> facts,
        Optional<Pulse.Portion> portion,
        Optional<Alarm> alarm,
        List<Table> tables,
        List<String> notices) {

    Snapshot {
        facts = List.copyOf(facts);
        tables = List.copyOf(tables);
        notices = List.copyOf(notices);
    }

    /** A short text about the run, such as {@code 498 events/s}. */
    record Fact(Style style, String text) {}

    /** A planted incident: coming, under way or over. */
    record Alarm(Style style, String text) {}
}
