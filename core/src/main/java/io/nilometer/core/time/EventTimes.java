package io.nilometer.core.time;

import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Which times can be meant. A number is read in the unit that puts it between 1971 and 2100; no number has two such
 * readings, since the units are a thousand apart.
 */
public final class EventTimes {

    /** Stands for "this cannot be a time". */
    public static final long NOT_A_TIME = Long.MIN_VALUE;

    private static final long EARLIEST = micros("0001-01-01T00:00:00Z");
    private static final long LATEST = micros("9999-12-31T23:59:59Z");
    private static final double PLAUSIBLE_FROM = seconds("1971-01-01T00:00:00Z");
    private static final double PLAUSIBLE_TO = seconds("2100-01-01T00:00:00Z");

    private static final TimeUnit[] UNITS = {
        TimeUnit.SECONDS, TimeUnit.MILLISECONDS, TimeUnit.MICROSECONDS, TimeUnit.NANOSECONDS
    };

    private EventTimes() {}

    /** Whether a time lies within the years 1 to 9999, which is what all parts of the system can print and compute with. */
    public static boolean isPossible(long micros) {
        return micros >= EARLIEST && micros <= LATEST;
    }

    /** How far an event is behind its partition's clock: nothing, when the partition has none yet. */
    public static long lateBy(long clockMicros, long eventMicros) {
        return clockMicros == PartitionClock.UNKNOWN ? 0 : Math.max(0, clockMicros - eventMicros);
    }

    /**
     * A number as microseconds since the epoch.
     *
     * @param unit what it counts; null means found by its magnitude
     * @return {@link #NOT_A_TIME} when it has no plausible reading or is out of range
     */
    public static long fromNumber(double number, @Nullable TimeUnit unit) {
        double factor = unit == null ? factorByMagnitude(number) : factor(unit);
        double micros = number * factor;
        return factor > 0 && Math.abs(micros) < 9e18 && isPossible((long) micros) ? Math.round(micros) : NOT_A_TIME;
    }

    /** As {@link #fromNumber(double, TimeUnit)}, without loss for integers. */
    public static long fromNumber(long number, @Nullable TimeUnit unit) {
        double factor = unit == null ? factorByMagnitude(number) : factor(unit);
        if (factor <= 0 || Math.abs(number * factor) > 9e18) {
            return NOT_A_TIME;
        }
        long micros = factor >= 1 ? number * (long) factor : Math.floorDiv(number, 1_000L);
        return isPossible(micros) ? micros : NOT_A_TIME;
    }

    private static double factorByMagnitude(double number) {
        for (TimeUnit unit : UNITS) {
            double seconds = number * factor(unit) / 1e6;
            if (seconds >= PLAUSIBLE_FROM && seconds < PLAUSIBLE_TO) {
                return factor(unit);
            }
        }
        return 0;
    }

    private static double factor(TimeUnit unit) {
        return switch (unit) {
            case SECONDS -> 1e6;
            case MILLISECONDS -> 1e3;
            case MICROSECONDS -> 1;
            case NANOSECONDS -> 1e-3;
            default -> throw new IllegalArgumentException("times are written in s, ms, us or ns, not " + unit);
        };
    }

    private static long micros(String instant) {
        return Math.multiplyExact(Instant.parse(instant).getEpochSecond(), 1_000_000L);
    }

    private static double seconds(String instant) {
        return Instant.parse(instant).getEpochSecond();
    }
}
