package io.nilometer.core.decode;

import java.nio.charset.StandardCharsets;

/** Reads the times of a {@link TimePattern}: puts them as ISO 8601 for {@link Timestamps}. Used by one thread. */
final class TimePatternReader {

    private static final int MOST_SECONDS = 12; // digits of seconds since the epoch

    private final TimePattern.Step[] steps;
    private final Timestamps timestamps;
    private final byte[] iso = "0000-00-00T00:00:00.000000+00:00".getBytes(StandardCharsets.US_ASCII);
    private int hour;
    private boolean halfDay;
    private boolean afternoon;
    private int isoEnd;
    private long epoch;

    TimePatternReader(TimePattern pattern, Timestamps timestamps) {
        steps = pattern.steps().toArray(TimePattern.Step[]::new);
        this.timestamps = timestamps;
    }

    /** Microseconds since the epoch of a text that has the pattern's shape; {@link Timestamps#INVALID} when there is no such time. */
    long micros(byte[] b, int from, int to) {
        put(17, 0);
        fraction(b, 0, 0);
        isoEnd = 26;
        halfDay = false;
        afternoon = false;
        epoch = -1;
        int p = from;
        for (TimePattern.Step step : steps) {
            int next = end(step, b, p, to);
            if (next > to) {
                return Timestamps.INVALID;
            }
            read(step, b, p, next);
            p = next;
        }
        if (p != to) {
            return Timestamps.INVALID;
        }
        if (epoch >= 0) {
            return Timestamps.inRange(epoch * 1_000_000 + EpochText.micros(iso, 20, 26, 0));
        }
        if (halfDay) {
            if (hour < 1 || hour > 12) {
                return Timestamps.INVALID;
            }
            hour = hour % 12 + (afternoon ? 12 : 0);
        }
        put(11, hour);
        return timestamps.iso(iso, 0, isoEnd);
    }

    private static int end(TimePattern.Step step, byte[] b, int p, int to) {
        return switch (step.unit()) {
            case TEXT -> p + step.text().length();
            case UTC -> p;
            case ZONE -> p + (p + 3 < to && b[p + 3] == ':' ? 6 : 5);
            case HALF_DAY -> p + 2;
            case EPOCH -> {
                int end = p;
                while (end < to && b[end] >= '0' && b[end] <= '9') {
                    end++;
                }
                yield end - p > MOST_SECONDS ? to + 1 : end;
            }
            case MONTH_NAME, DAY_NAME -> {
                int end = p;
                while (end < to && (step.digits() == 0 || end - p < step.digits()) && (b[end] | 0x20) >= 'a') {
                    end++;
                }
                yield end;
            }
            default -> p + step.digits();
        };
    }

    private void read(TimePattern.Step step, byte[] b, int from, int to) {
        switch (step.unit()) {
            case YEAR -> {
                iso[0] = b[from];
                iso[1] = b[from + 1];
                copy(2, b, from + 2);
            }
            case YEAR_OF_CENTURY -> {
                // POSIX: 69 to 99 are of the 20th century
                put(0, number(b, from) < 69 ? 20 : 19);
                copy(2, b, from);
            }
            case MONTH -> copy(5, b, from);
            case MONTH_NAME -> put(5, to - from < 3 ? 0 : Math.max(0, Timestamps.month(b, from)));
            case DAY -> copy(8, b, from);
            case HOUR -> hour = number(b, from);
            case HOUR_OF_HALF_DAY -> {
                hour = number(b, from);
                halfDay = true;
            }
            case HALF_DAY -> afternoon = (b[from] | 0x20) == 'p';
            case MINUTE -> copy(14, b, from);
            case SECOND -> copy(17, b, from);
            case FRACTION -> fraction(b, from, to);
            case ZONE -> {
                System.arraycopy(b, from, iso, 26, to - from);
                isoEnd = 26 + to - from;
            }
            case UTC -> {
                iso[26] = 'Z';
                isoEnd = 27;
            }
            case EPOCH -> {
                epoch = 0;
                for (int p = from; p < to; p++) {
                    epoch = epoch * 10 + b[p] - '0';
                }
            }
            case TEXT, DAY_NAME -> {}
        }
    }

    /** Two digits, the first of them perhaps a blank. */
    private static int number(byte[] b, int from) {
        return (b[from] == ' ' ? 0 : b[from] - '0') * 10 + b[from + 1] - '0';
    }

    private void copy(int at, byte[] b, int from) {
        iso[at] = b[from] == ' ' ? (byte) '0' : b[from];
        iso[at + 1] = b[from + 1];
    }

    private void put(int at, int number) {
        iso[at] = (byte) ('0' + number / 10);
        iso[at + 1] = (byte) ('0' + number % 10);
    }

    private void fraction(byte[] b, int from, int to) {
        for (int i = 0; i < 6; i++) {
            iso[20 + i] = from + i < to ? b[from + i] : (byte) '0';
        }
    }
}
