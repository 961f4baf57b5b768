package io.nilometer.core.program;

import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Slices of whole days or months as the clocks and calendars of a time zone have them: a day is as long as the clocks that
 * are put forward and back make it, and may have no length at all where a zone has moved across the date line.
 *
 * <p>A slice that begins at midnight begins with its day's first moment, wherever midnight is skipped. One that begins at
 * another time of day, which is skipped, begins as much later as the clocks are put forward ({@link LocalDate#atTime} in a
 * zone); where a time comes twice, the first one counts.
 */
public final class CalendarSlices implements Slices {

    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final long MICROS_PER_DAY = 86_400 * MICROS_PER_SECOND;

    /** Of the Gregorian calendar: 400 years have 146,097 days. */
    private static final long MICROS_PER_MONTH = 146_097 * MICROS_PER_DAY / 4_800;

    private static final LocalDate EPOCH = LocalDate.of(1970, 1, 1);
    private static final int BLOCK = 64;
    private static final int BLOCKS = 16;

    private final Rule rule;
    private final long averageMicros;

    /** Starts that have been worked out, some blocks of them: a scan looks at few days, but often. */
    private final AtomicReferenceArray<Starts> known = new AtomicReferenceArray<>(BLOCKS);

    /**
     * Slice 0 begins {@code laterDays} after 1 January 1970, at the time of day.
     *
     * @param length of a slice in days or months
     */
    public record Rule(ZoneId zone, boolean months, long length, long laterDays, long timeOfDayMicros) {}

    private record Starts(long block, long[] micros) {}

    public CalendarSlices(Rule rule) {
        this.rule = rule;
        averageMicros = Math.multiplyExact(rule.length, rule.months ? MICROS_PER_MONTH : MICROS_PER_DAY);
    }

    @Override
    public long slice(long micros) {
        long slice = Math.floorDiv(micros, averageMicros);
        while (startMicros(slice) > micros) {
            slice--;
        }
        while (startMicros(slice + 1) <= micros) {
            slice++;
        }
        return slice;
    }

    @Override
    public long startMicros(long slice) {
        long block = Math.floorDiv(slice, BLOCK);
        int place = (int) Math.floorMod(block, (long) BLOCKS);
        Starts starts = known.getAcquire(place);
        if (starts == null || starts.block != block) {
            starts = starts(block);
            known.setRelease(place, starts);
        }
        return starts.micros[(int) (slice - block * BLOCK)];
    }

    @Override
    public String text() {
        return rule.length + (rule.months ? "mo" : "d");
    }

    private Starts starts(long block) {
        long[] micros = new long[BLOCK];
        for (int i = 0; i < BLOCK; i++) {
            micros[i] = start(block * BLOCK + i);
        }
        return new Starts(block, micros);
    }

    private long start(long slice) {
        long units = Math.multiplyExact(slice, rule.length);
        LocalDate day = (rule.months ? EPOCH.plusMonths(units) : EPOCH.plusDays(units)).plusDays(rule.laterDays);
        ZonedDateTime start = rule.timeOfDayMicros == 0
                ? day.atStartOfDay(rule.zone)
                : day.atTime(LocalTime.MIDNIGHT.plus(rule.timeOfDayMicros, ChronoUnit.MICROS))
                        .atZone(rule.zone);
        long second = start.toEpochSecond();
        return Math.abs(second) < Long.MAX_VALUE / MICROS_PER_SECOND - 1
                ? second * MICROS_PER_SECOND + start.getNano() / 1_000
                : second < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CalendarSlices slices && rule.equals(slices.rule);
    }

    @Override
    public int hashCode() {
        return rule.hashCode();
    }

    /** Part of the identity of cells. */
    @Override
    public String toString() {
        return rule.toString();
    }
}
