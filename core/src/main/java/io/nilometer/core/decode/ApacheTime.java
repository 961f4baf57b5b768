package io.nilometer.core.decode;

import io.nilometer.core.decode.AccessTemplate.Part;
import java.util.List;

/**
 * A time of Apache's LogFormat: {@code %t} or {@code %{…}t}.
 *
 * @param pattern in the notation of {@link TimePattern}, with its brackets; empty for a number of {@code unit}
 * @param unit of a number since the epoch that no pattern can say: msec or usec; empty for others
 */
record ApacheTime(String written, String pattern, String unit) {

    private static final String LOCAL = "[%d/%b/%Y:%H:%M:%S %z]";

    static ApacheTime of(ApacheDirective directive) {
        String argument = directive.argument().replaceFirst("^(begin|end):?", "");
        return switch (argument) {
            case "" -> new ApacheTime(directive.written(), LOCAL, "");
            case "sec" -> new ApacheTime(directive.written(), "%s", "");
            case "msec_frac" -> new ApacheTime(directive.written(), "%3N", "");
            case "usec_frac" -> new ApacheTime(directive.written(), "%6N", "");
            case "msec", "usec" -> new ApacheTime(directive.written(), "", argument);
            default -> new ApacheTime(directive.written(), argument, "");
        };
    }

    boolean isBracketed() {
        return pattern.equals(LOCAL);
    }

    /** Whether others may add to it. */
    boolean takesMore() {
        return unit.isEmpty();
    }

    /** Whether it says less than a time. */
    boolean isPartial() {
        return unit.isEmpty() && !isBracketed() && !TimePattern.isWhole(pattern);
    }

    /** As a variable, with the brackets around it. */
    List<Part> parts() {
        if (isBracketed()) {
            return List.of(Part.text("["), part("time_2", AccessKind.LOCAL_TIME), Part.text("]"));
        }
        if (!unit.isEmpty()) {
            AccessKind kind = unit.equals("msec") ? AccessKind.EPOCH_MILLIS : AccessKind.EPOCH_MICROS;
            return List.of(part("time_" + unit, kind));
        }
        String second = pattern.equals("%s") ? "time_sec" : "time_2";
        return List.of(new Part(written, List.of("time", second), AccessKind.PATTERN_TIME, TimePattern.parse(pattern)));
    }

    private Part part(String second, AccessKind kind) {
        return Part.variable(written, kind, "time", second);
    }
}
