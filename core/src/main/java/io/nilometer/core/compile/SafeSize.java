package io.nilometer.core.compile;

import org.apache.spark.unsafe.types.CalendarInterval;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Spark's functions whose results are as long as an argument says: beyond 1 MiB they throw, and the record is rejected.
 * Public for generated code only.
 */
public final class SafeSize {

    private static final int BYTES = 1 << 20;
    private static final int ELEMENTS = BYTES / 8;
    private static final long DAY_MICROS = 86_400_000_000L;

    private SafeSize() {}

    public static UTF8String repeat(UTF8String text, int times) {
        check((long) text.numBytes() * Math.max(times, 0), BYTES);
        return text.repeat(times);
    }

    public static UTF8String lpad(UTF8String text, int length, UTF8String pad) {
        check(length, BYTES);
        return text.lpad(length, pad);
    }

    public static UTF8String rpad(UTF8String text, int length, UTF8String pad) {
        check(length, BYTES);
        return text.rpad(length, pad);
    }

    public static UTF8String space(int length) {
        check(length, BYTES);
        return UTF8String.blankString(Math.max(length, 0));
    }

    /** Of so many elements. */
    public static boolean fits(long elements) {
        check(elements, ELEMENTS);
        return true;
    }

    public static boolean sequenceFits(long start, long stop, long step) {
        return step == 0 || fits(span(start, stop) / magnitude(step));
    }

    /** Bounds in seconds, step in microseconds. */
    public static boolean timesFit(long start, long stop, long stepMicros) {
        return stepMicros == 0 || fits(saturated(span(start, stop)) / magnitude(stepMicros));
    }

    public static boolean timesFit(long start, long stop, int stepMonths) {
        return timesFit(start, stop, 28 * DAY_MICROS * stepMonths);
    }

    public static boolean timesFit(long start, long stop, CalendarInterval step) {
        return timesFit(start, stop, (28L * step.months + step.days) * DAY_MICROS + step.microseconds);
    }

    private static long span(long start, long stop) {
        long span = stop - start;
        boolean overflow = ((stop ^ start) & (stop ^ span)) < 0;
        return overflow || span == Long.MIN_VALUE ? Long.MAX_VALUE : Math.abs(span);
    }

    private static long saturated(long seconds) {
        return seconds > Long.MAX_VALUE / 1_000_000 ? Long.MAX_VALUE : seconds * 1_000_000;
    }

    private static long magnitude(long step) {
        return step == Long.MIN_VALUE ? Long.MAX_VALUE : Math.abs(step);
    }

    private static void check(long wanted, long limit) {
        if (wanted > limit) {
            throw new IllegalArgumentException("a result of " + wanted + " is larger than the limit of " + limit);
        }
    }
}
