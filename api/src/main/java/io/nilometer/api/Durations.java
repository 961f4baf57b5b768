package io.nilometer.api;

import java.time.Duration;

/** Durations as pipeline files write them: a whole number and one of {@code ms s m h d}. */
public final class Durations {

    private Durations() {}

    /** @throws IllegalArgumentException with a message that completes "must be" */
    public static Duration parse(String text) {
        String trimmed = text.trim();
        int digits = 0;
        while (digits < trimmed.length() && trimmed.charAt(digits) >= '0' && trimmed.charAt(digits) <= '9') {
            digits++;
        }
        if (digits == 0 || digits > 15) {
            throw notADuration();
        }
        long amount = Long.parseLong(trimmed.substring(0, digits));
        try {
            return switch (trimmed.substring(digits).trim()) {
                case "ms" -> Duration.ofMillis(amount);
                case "s" -> checked(Duration.ofSeconds(amount));
                case "m" -> checked(Duration.ofMinutes(amount));
                case "h" -> checked(Duration.ofHours(amount));
                case "d" -> checked(Duration.ofDays(amount));
                default -> throw notADuration();
            };
        } catch (ArithmeticException e) {
            throw notADuration();
        }
    }

    /** The shortest text that {@link #parse} reads back. */
    public static String print(Duration duration) {
        long millis = duration.toMillis();
        if (millis == 0) {
            return "0s";
        }
        String[] units = {"d", "h", "m", "s"};
        long[] sizes = {86_400_000L, 3_600_000L, 60_000L, 1_000L};
        for (int i = 0; i < units.length; i++) {
            if (millis % sizes[i] == 0) {
                return millis / sizes[i] + units[i];
            }
        }
        return millis + "ms";
    }

    /** Micros of a century fit a long with room for sums; longer is a typing mistake. */
    private static Duration checked(Duration duration) {
        if (duration.toDays() > 36_500) {
            throw notADuration();
        }
        return duration;
    }

    private static IllegalArgumentException notADuration() {
        return new IllegalArgumentException("a duration such as 500ms, 30s, 5m, 1h or 7d (at most 36500d)");
    }
}
