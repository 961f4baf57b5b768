package io.nilometer.core.decode;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.function.IntToLongFunction;

/**
 * The times that system logs begin with. {@link #read} finds where one ends and keeps what it says until the next call;
 * {@link #micros} is then its value.
 */
final class SyslogTime {

    private static final int[] FRACTION = {1_000_000, 100_000, 10_000, 1_000, 100, 10, 1};
    private static final int[] OFFSET_LENGTHS = {1, 6, 5, 3};
    private static final int FIRST_YEAR = 1970;
    private static final int LAST_YEAR = 2099;

    private final LocalOffsets local;
    private final SyslogYear years;
    private final IntToLongFunction inYear = this::inYear;
    private int year;
    private int month;
    private int day;
    private int second;
    private int fraction;
    private int offset;

    /** @param zone of times that are written without one */
    SyslogTime(ZoneId zone, SyslogYear years) {
        local = new LocalOffsets(zone);
        this.years = years;
    }

    /**
     * {@code [yyyy ]MMM d [yyyy ]CLOCK} or {@code yyyy-MM-dd[T ]CLOCK}, where CLOCK is {@code HH:mm:ss[.f][±hh:mm|Z]}; then the name
     * or offset of a zone, or the year, as words of their own.
     *
     * @return the index behind it, where a blank, a colon or the end is; -1 when there is no such time
     */
    int read(byte[] b, int from, int end) {
        year = SyslogYear.NONE;
        int p = end - from < 14 ? -1 : b[from] <= '9' ? yearFirst(b, from, end) : monthFirst(b, from, end);
        p = p < 0 ? -1 : clock(b, p, end);
        if (p < 0 || !isDay()) {
            return -1;
        }
        for (int words = 0; words < 2 && p + 1 < end && b[p] == ' '; words++) {
            int wordEnd = wordEnd(b, p + 1, end);
            // Not the beginning of an address, such as 2001:db8::1.
            boolean word = wordEnd + 1 >= end || b[wordEnd] == ' ' || b[wordEnd + 1] == ' ';
            if (!word || !(zone(b, p + 1, wordEnd) || lateYear(b, p + 1, wordEnd))) {
                break;
            }
            p = wordEnd;
        }
        return p;
    }

    /** {@code yyyy-MM-ddTHH:mm:ss[.f][±hh:mm|Z]} and nothing else. */
    boolean isIso(byte[] b, int from, int to) {
        return to - from >= 19 && b[from + 4] == '-' && b[from + 10] != ' ' && read(b, from, to) == to;
    }

    /** Seconds since the epoch, perhaps with a fraction, as some devices write them in place of a time. */
    boolean isEpoch(byte[] b, int from, int to) {
        int dot = Bytes.indexOf(b, from, to, '.');
        int seconds = dot < 0 ? to : dot;
        if (seconds - from < 9 || seconds - from > 10 || dot == to - 1) {
            return false;
        }
        long value = 0;
        int micros = 0;
        for (int i = from; i < to; i++) {
            if (i != dot && !isDigit(b[i])) {
                return false;
            }
            if (i < seconds) {
                value = value * 10 + b[i] - '0';
            } else if (i > dot && i - dot <= 6) {
                micros = micros * 10 + b[i] - '0';
            }
        }
        LocalDate date = LocalDate.ofEpochDay(value / 86_400);
        year = date.getYear();
        month = date.getMonthValue();
        day = date.getDayOfMonth();
        second = (int) (value % 86_400);
        fraction = dot < 0 ? 0 : micros * FRACTION[Math.min(to - dot - 1, 6)];
        offset = 0;
        return true;
    }

    /** Microseconds since the epoch of what was read, or {@link Timestamps#INVALID} when no year near has such a day. */
    long micros() {
        return year == SyslogYear.NONE ? years.choose(inYear) : inYear(year);
    }

    private long inYear(int inYear) {
        long epochDay = Timestamps.epochDay(inYear, month, day);
        if (epochDay == Timestamps.INVALID) {
            return Timestamps.INVALID;
        }
        long seconds = epochDay * 86_400 + second;
        long utc = offset == SyslogZones.NONE ? local.toUtc(seconds) : seconds - offset;
        return Timestamps.inRange(utc * 1_000_000 + fraction);
    }

    private boolean isDay() {
        return Timestamps.epochDay(year == SyslogYear.NONE ? 2000 : year, month, day) != Timestamps.INVALID;
    }

    /** Returns where the clock begins. */
    private int yearFirst(byte[] b, int from, int end) {
        year = year(b, from, from + 4);
        if (year == SyslogYear.NONE) {
            return -1;
        }
        if (b[from + 4] == ' ') {
            return monthFirst(b, from + 5, end);
        }
        month = Timestamps.twoDigits(b, from + 5);
        day = Timestamps.twoDigits(b, from + 8);
        boolean date = b[from + 4] == '-' && b[from + 7] == '-';
        return date && (b[from + 10] == 'T' || b[from + 10] == 't' || b[from + 10] == ' ') ? from + 11 : -1;
    }

    private int monthFirst(byte[] b, int from, int end) {
        if (end - from < 14 || b[from + 3] != ' ') {
            return -1;
        }
        month = Timestamps.month(b, from);
        int p = from + (b[from + 4] == ' ' ? 5 : 4);
        day = 0;
        int digits = 0;
        for (; digits < 2 && isDigit(b[p]); digits++) {
            day = day * 10 + b[p++] - '0';
        }
        if (month < 0 || digits == 0 || b[p] != ' ') {
            return -1;
        }
        p++;
        if (year == SyslogYear.NONE && p + 5 < end && b[p + 4] == ' ') {
            year = year(b, p, p + 4);
            return year == SyslogYear.NONE ? -1 : p + 5;
        }
        return p;
    }

    /** Returns the index behind the clock and an offset that is written without a blank. */
    private int clock(byte[] b, int from, int end) {
        if (end - from < 8 || b[from + 2] != ':' || b[from + 5] != ':') {
            return -1;
        }
        int hour = Timestamps.twoDigits(b, from);
        int minute = Timestamps.twoDigits(b, from + 3);
        int seconds = Timestamps.twoDigits(b, from + 6);
        if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || seconds < 0 || seconds > 60) {
            return -1;
        }
        second = hour * 3600 + minute * 60 + Math.min(seconds, 59); // a leap second has no room of its own
        fraction = 0;
        offset = SyslogZones.NONE;
        int p = from + 8;
        if (p + 1 < end && (b[p] == '.' || b[p] == ',') && isDigit(b[p + 1])) {
            int start = ++p;
            for (; p < end && isDigit(b[p]); p++) {
                if (p - start < 6) {
                    fraction = fraction * 10 + b[p] - '0';
                }
            }
            fraction *= FRACTION[Math.min(p - start, 6)];
        }
        if (p == end || b[p] == ' ' || b[p] == ':') {
            return p;
        }
        if (b[p] == 'z') {
            offset = 0;
            return isEndOfTime(b, p + 1, end) ? p + 1 : -1;
        }
        for (int length : OFFSET_LENGTHS) {
            if (p + length <= end && isEndOfTime(b, p + length, end) && zone(b, p, p + length)) {
                return p + length;
            }
        }
        return -1;
    }

    private static boolean isEndOfTime(byte[] b, int p, int end) {
        return p == end || b[p] == ' ' || b[p] == ':';
    }

    private boolean zone(byte[] b, int from, int to) {
        int found = offset != SyslogZones.NONE ? SyslogZones.NONE : SyslogZones.offset(b, from, to);
        if (found == SyslogZones.NONE && offset == SyslogZones.NONE) {
            found = SyslogZones.named(b, from, to);
        }
        if (found == SyslogZones.NONE) {
            return false;
        }
        offset = found;
        return true;
    }

    private boolean lateYear(byte[] b, int from, int to) {
        int found = year == SyslogYear.NONE && to - from == 4 ? year(b, from, to) : SyslogYear.NONE;
        if (found == SyslogYear.NONE) {
            return false;
        }
        year = found;
        return true;
    }

    private static int wordEnd(byte[] b, int from, int end) {
        int p = from;
        while (p < end && b[p] != ' ' && (b[p] != ':' || b[from] == '+' || b[from] == '-')) {
            p++;
        }
        return p > from && b[p - 1] == ':' ? p - 1 : p;
    }

    /** A year that a device may write, or {@link SyslogYear#NONE}: longer numbers and other words are no years. */
    private static int year(byte[] b, int from, int to) {
        int century = Timestamps.twoDigits(b, from);
        int inCentury = Timestamps.twoDigits(b, to - 2);
        int value = century < 0 || inCentury < 0 ? 0 : century * 100 + inCentury;
        return value >= FIRST_YEAR && value <= LAST_YEAR ? value : SyslogYear.NONE;
    }

    private static boolean isDigit(byte c) {
        return c >= '0' && c <= '9';
    }
}
