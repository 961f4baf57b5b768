package io.nilometer.core.decode;

import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;

/**
 * Times as logs, libraries and people write them, beside the usual form that {@link Timestamps#iso} reads fast: all that
 * Spark's {@code cast(… as timestamp)} takes but a time of day alone, and the notations that docs/time.md lists. Months and
 * days are English, in any case; what could mean two things is no time. Used by one thread.
 */
final class TimeNotations {

    private static final List<String> MONTHS = List.of(
            "january",
            "february",
            "march",
            "april",
            "may",
            "june",
            "july",
            "august",
            "september",
            "october",
            "november",
            "december");
    private static final List<String> DAYS =
            List.of("sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday");
    private static final int LONGEST_NAME = 9;
    private static final int NONE = -1;

    private final WrittenZones zones;
    private byte[] b = {};
    private int p;
    private int end;
    private int year;
    private int month;
    private int day;
    private int secondOfDay;
    private int micros;
    private int zoneFrom;
    private int zoneTo;

    /** @param zone of times that are written without one */
    TimeNotations(ZoneId zone) {
        zones = new WrittenZones(zone);
    }

    /** Microseconds since the epoch, or {@link Timestamps#INVALID}. */
    long micros(byte[] text, int from, int to) {
        long epochDay = day(text, from, to);
        if (epochDay == Timestamps.INVALID) {
            return Timestamps.INVALID;
        }
        LocalOffsets zone = zones.find(b, zoneFrom, zoneTo);
        return zone == null
                ? Timestamps.INVALID
                : Timestamps.inRange(zone.toUtc(epochDay * 86_400 + secondOfDay) * 1_000_000 + micros);
    }

    /** The day since the epoch as it is written, whatever the zone; {@link Timestamps#INVALID} for what is no time. */
    long day(byte[] text, int from, int to) {
        b = text;
        p = from;
        end = to;
        year = NONE;
        month = 1;
        day = 1;
        secondOfDay = 0;
        micros = 0;
        boolean read = p < end && (isLetter(b[p]) ? beginningWithName() : beginningWithNumber());
        return read && year <= 9999 ? Timestamps.epochDay(year, month, day) : Timestamps.INVALID;
    }

    /** {@code Tue, 08 Oct 2019 …}, {@code Tue Oct 08 …}, {@code Oct 08 …}. */
    private boolean beginningWithName() {
        int start = p;
        if (name(DAYS) != NONE) {
            take(',');
            if (!blanks()) {
                return false;
            }
        } else {
            p = start;
        }
        if (p < end && isDigit(b[p])) {
            return dayFirst();
        }
        month = name(MONTHS) + 1;
        if (month == 0 || !blanks()) {
            return false;
        }
        day = number(1, 2);
        take(',');
        return blanks() && (isYear() ? yearThenTime() : timeThenYear());
    }

    /** {@code 2019 21:17:08 GMT}, also without the time. */
    private boolean yearThenTime() {
        year = number(4, 4);
        return p == end ? zone() : blanks() && clock() && zone();
    }

    /** {@code 21:17:08 2019 GMT}, {@code 21:17:08 UTC 2019}. */
    private boolean timeThenYear() {
        if (!clock() || !blanks()) {
            return false;
        }
        if (isYear()) {
            year = number(4, 4);
            return zone();
        }
        zoneFrom = p;
        while (p < end && b[p] != ' ') {
            p++;
        }
        zoneTo = p;
        if (!blanks() || !isYear()) {
            return false;
        }
        year = number(4, 4);
        return p == end;
    }

    private boolean beginningWithNumber() {
        int start = p;
        take('+');
        int digits = 0;
        while (p + digits < end && isDigit(b[p + digits])) {
            digits++;
        }
        if (digits <= 2) {
            return p == start && dayFirst();
        }
        if (digits == 8) {
            return p == start && basic();
        }
        return digits >= 4 && digits <= 6 && yearFirst(digits);
    }

    /** {@code 08/Oct/2019:23:17:07 +0200}, {@code 08-Oct-2019 21:17:08}, {@code 8 October 2019}. */
    private boolean dayFirst() {
        day = number(1, 2);
        if (p == end) {
            return false;
        }
        int separator = b[p];
        if (separator != '/' && separator != '-' && separator != ' ') {
            return false;
        }
        p++;
        month = name(MONTHS) + 1;
        if (month == 0 || !take(separator) || !isYear()) {
            return false;
        }
        year = number(4, 4);
        if (p == end) {
            return zone();
        }
        return (take(':') || take('T') || blanks()) && clock() && zone();
    }

    /** {@code 20191008T211709Z}, also without the seconds. */
    private boolean basic() {
        year = number(4, 4);
        month = number(2, 2);
        day = number(2, 2);
        if (!take('T') && !take('t')) {
            return false;
        }
        int hour = number(2, 2);
        int minute = number(2, 2);
        int second = p < end && isDigit(b[p]) ? number(2, 2) : 0;
        return time(hour, minute, second) && fraction() && zone();
    }

    /** {@code 2019}, {@code 2019-1-8}, {@code 2019-10-08 21:17}, {@code 2019/10/08 21:17:10}. */
    private boolean yearFirst(int digits) {
        year = number(digits, digits);
        boolean slashes = p < end && b[p] == '/';
        int separator = slashes ? '/' : '-';
        if (p < end && !take(separator)) {
            return false;
        }
        if (p < end) {
            month = number(1, 2);
        }
        if (p == end) {
            return !slashes && zone();
        }
        if (!take(separator)) {
            return false;
        }
        day = number(1, 2);
        if (p == end) {
            return zone();
        }
        if (!take(' ') && !take('T') && !take('t')) {
            return false;
        }
        int start = p;
        int hour = number(1, 2);
        if (p == end) {
            return time(hour, 0, 0) && zone();
        }
        p = start;
        return clock() && zone();
    }

    /** {@code 21:17[:08[.123]]}, with one or two digits each. */
    private boolean clock() {
        int hour = number(1, 2);
        if (!take(':')) {
            return false;
        }
        int minute = number(1, 2);
        if (!take(':')) {
            return time(hour, minute, 0);
        }
        return time(hour, minute, number(1, 2)) && fraction();
    }

    private boolean time(int hour, int minute, int second) {
        secondOfDay = Timestamps.secondOfDay(hour, minute, second);
        return secondOfDay >= 0;
    }

    /** Digits behind a point or a comma, cut off beyond microseconds; none is none. */
    private boolean fraction() {
        if (!take('.') && !take(',')) {
            return true;
        }
        int unit = 100_000;
        for (; p < end && isDigit(b[p]); p++) {
            micros += unit * (b[p] - '0');
            unit /= 10;
        }
        return true;
    }

    /** What is left is the zone. */
    private boolean zone() {
        blanks();
        zoneFrom = p;
        zoneTo = end;
        return true;
    }

    private boolean isYear() {
        return p + 4 <= end
                && isDigit(b[p])
                && isDigit(b[p + 1])
                && isDigit(b[p + 2])
                && isDigit(b[p + 3])
                && (p + 4 == end || !isDigit(b[p + 4]));
    }

    /** {@link #NONE}, which no part of a time can be, when there are fewer digits. */
    private int number(int least, int most) {
        int value = 0;
        int start = p;
        while (p < end && p - start < most && isDigit(b[p])) {
            value = value * 10 + b[p++] - '0';
        }
        return p - start < least ? NONE : value;
    }

    /** The index of a name, in full or its first three letters. */
    private int name(List<String> names) {
        int start = p;
        while (p < end && isLetter(b[p])) {
            p++;
        }
        if (p - start > LONGEST_NAME) {
            return NONE;
        }
        String word = new String(b, start, p - start, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
        for (int i = 0; i < names.size(); i++) {
            String full = names.get(i);
            if (full.startsWith(word) && (word.length() == 3 || word.length() == full.length())) {
                return i;
            }
        }
        return NONE;
    }

    private boolean take(int wanted) {
        boolean found = p < end && b[p] == wanted;
        p += found ? 1 : 0;
        return found;
    }

    private boolean blanks() {
        int start = p;
        while (p < end && b[p] == ' ') {
            p++;
        }
        return p > start;
    }

    private static boolean isDigit(byte c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isLetter(byte c) {
        return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
    }
}
