package io.nilometer.cli.report;

import io.nilometer.api.Durations;
import io.nilometer.api.Format;
import io.nilometer.cli.screen.Counts;
import io.nilometer.core.component.Components;
import io.nilometer.core.pipeline.EventTime;
import io.nilometer.core.pipeline.Stream;
import io.nilometer.core.pipeline.Use;

/** What to write when records are rejected for a reason: what their format knows, and for the rest what is known of all. */
final class Remedies {

    private final Components components;

    Remedies(Components components) {
        this.components = components;
    }

    /** @return empty when there is nothing to say */
    String of(Stream.Source source, Counts counts, String reason) {
        for (Use use : source.formats()) {
            Format format = components.formats().get(use.component());
            String own = format == null ? null : format.remedy(reason);
            if (own != null) {
                return own;
            }
        }
        String what = reason.substring(reason.indexOf(':') + 1);
        return switch (reason.substring(0, reason.length() - what.length())) {
            case "expression:" ->
                "the expression of " + what + " fails for them: where there is one, use its try_ form, such as "
                        + "try_element_at or try_to_timestamp, or leave such events out by a `where` before it";
            case "bad_field:" ->
                "`" + what + "` does not fit its type" + example(counts, what)
                        + ": give it another type in `schema`, or leave out on_bad_field: reject";
            default -> general(source, counts, reason);
        };
    }

    private static String general(Stream.Source source, Counts counts, String reason) {
        String time = source.time() instanceof EventTime.Field field
                ? field.field().text().strip()
                : "";
        return switch (reason) {
            case "missing_time" ->
                "they have no `" + time + "`: name the field that holds their time in `time`, or its path in `schema`";
            case "bad_time" ->
                "`" + time + "` is no time" + example(counts, time)
                        + ": make it a string in `schema` and write time: {field: \"to_timestamp(" + time
                        + ", 'its pattern')\"}, or say its `unit` when it is a number";
            case "time_ahead" ->
                "their time is more than "
                        + (source.time() instanceof EventTime.Field field && field.maxAheadWritten()
                                ? Durations.print(field.maxAhead())
                                : "max_ahead (5m; a day with --until-end)")
                        + " in the future: check `unit` and `timezone`, or raise max_ahead in `time`";
            case "no_format" -> "none of the formats fits them: add the one that they have";
            case "too_long" -> "raise limits: {record: …}, or check what ends a record";
            case "empty" -> "the records are empty lines";
            default -> "";
        };
    }

    static String example(Counts counts, String field) {
        return counts.map("bad_values").get(field) instanceof String value && !value.isEmpty()
                ? ", such as '" + value + "'"
                : "";
    }
}
