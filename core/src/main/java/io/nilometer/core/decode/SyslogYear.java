package io.nilometer.core.decode;

import io.nilometer.api.Decoder;
import java.time.LocalDate;
import java.util.concurrent.TimeUnit;
import java.util.function.IntToLongFunction;

/**
 * The year of times that are written without one.
 *
 * <ul>
 *   <li>Once events of the partition were seen: the first year that puts the time 31 days before its clock or later. So a year
 *       ends where the next begins, and what is a month late keeps its year.
 *   <li>Before: the year that the options give; else the latest year that puts the time no more than a day behind the record's
 *       reference.
 *   <li>No time is more than a day behind the reference when the clock is not: a device that starts with 1 January until it
 *       has asked for the time does not take the others into the next year.
 * </ul>
 */
final class SyslogYear {

    static final int NONE = 0;

    private static final long DAY = TimeUnit.DAYS.toMicros(1);
    private static final long LATE = 31 * DAY;
    private static final long SHORTEST_YEAR = 365 * DAY;
    private static final int LEAP_YEARS_APART = 8;
    private static final long LAST = 253_370_764_800_000_000L; // the year 9999

    private final int given;
    private long clock = Decoder.NO_CLOCK;
    private long latest = LAST;
    private int last = NONE;

    /** @param given by the options, or {@link #NONE} */
    SyslogYear(int given) {
        this.given = given;
    }

    /** As {@link Decoder#reference}. */
    void reference(long clockMicros, long referenceMicros) {
        clock = clockMicros >= LAST ? Decoder.NO_CLOCK : clockMicros;
        latest = Math.min(referenceMicros, LAST) + DAY;
    }

    /** @param time in a year, or {@link Timestamps#INVALID} when that year does not have it */
    long choose(IntToLongFunction time) {
        if (clock == Decoder.NO_CLOCK) {
            return given == NONE ? latest(time, LEAP_YEARS_APART) : time.applyAsLong(given);
        }
        long earliest = clock - LATE;
        long micros = last == NONE ? Timestamps.INVALID : time.applyAsLong(last);
        if (micros == Timestamps.INVALID || micros < earliest || micros - earliest >= SHORTEST_YEAR) {
            micros = first(earliest, time);
        }
        return micros > latest && clock <= latest ? latest(time, 1) : micros;
    }

    private long first(long earliest, IntToLongFunction time) {
        int about = year(earliest);
        for (int year = about - 1; year <= about + 1; year++) {
            long micros = time.applyAsLong(year);
            if (micros != Timestamps.INVALID && micros >= earliest) {
                last = year;
                return micros;
            }
        }
        return Timestamps.INVALID;
    }

    private long latest(IntToLongFunction time, int yearsBack) {
        int about = year(latest);
        for (int year = about + 1; year >= about - yearsBack; year--) {
            long micros = time.applyAsLong(year);
            if (micros != Timestamps.INVALID && micros <= latest) {
                return micros;
            }
        }
        return Timestamps.INVALID;
    }

    /** In UTC; the year on the clocks of a zone may be the one before or after. */
    private static int year(long micros) {
        return LocalDate.ofEpochDay(Math.floorDiv(micros, DAY)).getYear();
    }
}
