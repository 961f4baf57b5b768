package io.nilometer.core.decode;

import java.time.ZoneId;

/**
 * Times in ASCII to microseconds since the epoch. Years are 0001 to 9999; digits beyond microseconds are cut off; a leap
 * second is the second before it. Used by one thread: it remembers the last day.
 */
final class Timestamps {

    /** What is not a time. */
    static final long INVALID = Long.MIN_VALUE;

    private static final long MIN_MICROS = -62_135_596_800_000_000L;
    private static final long MAX_MICROS = 253_402_300_799_999_999L;
    private static final int[] FRACTION = {1_000_000, 100_000, 10_000, 1_000, 100, 10, 1};

    private final LocalOffsets local;
    private final TimeNotations notations;
    private long dayHead;
    private int dayTail = -1;
    private long dayValue;

    /** @param zone of times that are written without one */
    Timestamps(ZoneId zone) {
        local = new LocalOffsets(zone);
        notations = new TimeNotations(zone);
    }

    static long inRange(long micros) {
        return micros >= MIN_MICROS && micros <= MAX_MICROS ? micros : INVALID;
    }

    /** A time in any notation that docs/time.md lists, without blanks around it. */
    long written(byte[] b, int from, int to) {
        long micros = iso(b, from, to);
        return micros != INVALID ? micros : notations.micros(b, from, to);
    }

    /** The day since the epoch that a date or a time in any notation has where it was written. */
    long writtenDay(byte[] b, int from, int to) {
        long day = to - from == 10 || iso(b, from, to) != INVALID ? date(b, from, to) : INVALID;
        return day != INVALID || notations.micros(b, from, to) == INVALID ? day : notations.day(b, from, to);
    }

    /** {@code yyyy-MM-dd[T ]HH:mm[:ss[.f{1,9}]][Z|±hh[:mm]|±hhmm]} or a date alone, which is its midnight. No allocation. */
    long iso(byte[] b, int from, int to) {
        long day = date(b, from, to);
        if (day == INVALID || to - from == 10) {
            return day == INVALID ? INVALID : zoned(day * 86_400, 0, b, to, to);
        }
        if (to - from < 16
                || !(b[from + 10] == 'T' || b[from + 10] == ' ' || b[from + 10] == 't')
                || b[from + 13] != ':') {
            return INVALID;
        }
        int hour = twoDigits(b, from + 11);
        int minute = twoDigits(b, from + 14);
        int second = 0;
        int micros = 0;
        int p = from + 16;
        if (p + 3 <= to && b[p] == ':') {
            second = twoDigits(b, p + 1);
            p += 3;
            if (p < to && (b[p] == '.' || b[p] == ',')) {
                int start = ++p;
                for (; p < to && b[p] >= '0' && b[p] <= '9'; p++) {
                    if (p - start < 6) {
                        micros = micros * 10 + b[p] - '0';
                    }
                }
                if (p == start || p - start > 9) {
                    return INVALID;
                }
                micros *= FRACTION[Math.min(p - start, 6)];
            }
        }
        int secondOfDay = secondOfDay(hour, minute, second);
        return secondOfDay < 0 ? INVALID : zoned(day * 86_400 + secondOfDay, micros, b, p, to);
    }

    /** The day since the epoch of {@code yyyy-MM-dd}, which begins the text; {@link #INVALID} when it does not. */
    long date(byte[] b, int from, int to) {
        if (to - from < 10) {
            return INVALID;
        }
        long head = Words.at(b, from);
        int tail = b[from + 8] << 8 | (b[from + 9] & 0xFF);
        if (head == dayHead && tail == dayTail) {
            return dayValue;
        }
        int century = twoDigits(b, from);
        int year = twoDigits(b, from + 2);
        if (century < 0 || year < 0 || b[from + 4] != '-' || b[from + 7] != '-') {
            return INVALID;
        }
        long day = epochDay(century * 100 + year, twoDigits(b, from + 5), twoDigits(b, from + 8));
        if (day != INVALID) {
            dayHead = head;
            dayTail = tail;
            dayValue = day;
        }
        return day;
    }

    /** {@code dd/MMM/yyyy:HH:mm:ss[ ±hhmm]}, the time of access logs. */
    long accessLog(byte[] b, int from, int to) {
        if (to - from < 20 || b[from + 2] != '/' || b[from + 6] != '/' || b[from + 11] != ':') {
            return INVALID;
        }
        int century = twoDigits(b, from + 7);
        int year = twoDigits(b, from + 9);
        if (century < 0 || year < 0) {
            return INVALID;
        }
        long day = epochDay(century * 100 + year, month(b, from + 3), twoDigits(b, from));
        int second = clock(b, from + 12);
        if (day == INVALID || second < 0) {
            return INVALID;
        }
        int zone = from + 20;
        return zoned(day * 86_400 + second, 0, b, zone < to && b[zone] == ' ' ? zone + 1 : zone, to);
    }

    /** Takes the zone that is written between p and the end, or ours when nothing is. */
    private long zoned(long localSecond, int micros, byte[] b, int p, int to) {
        if (p == to) {
            return inRange(local.toUtc(localSecond) * 1_000_000 + micros);
        }
        if (b[p] == 'Z' || b[p] == 'z') {
            return p + 1 == to ? localSecond * 1_000_000 + micros : INVALID;
        }
        int length = to - p;
        if ((b[p] != '+' && b[p] != '-') || (length != 3 && length != 5 && !(length == 6 && b[p + 3] == ':'))) {
            return INVALID;
        }
        int hours = twoDigits(b, p + 1);
        int minutes = length == 3 ? 0 : twoDigits(b, to - 2);
        if (hours < 0 || hours > 18 || minutes < 0 || minutes > 59 || hours * 60 + minutes > 18 * 60) {
            return INVALID;
        }
        int offset = hours * 3600 + minutes * 60;
        return inRange((localSecond - (b[p] == '-' ? -offset : offset)) * 1_000_000 + micros);
    }

    /** The second of the day of {@code HH:mm:ss}, or -1. */
    private static int clock(byte[] b, int p) {
        return b[p + 2] == ':' && b[p + 5] == ':'
                ? secondOfDay(twoDigits(b, p), twoDigits(b, p + 3), twoDigits(b, p + 6))
                : -1;
    }

    /** Or -1. The leap second :60, which our time has no room for, is :59. */
    static int secondOfDay(int hour, int minute, int second) {
        boolean valid = hour >= 0 && hour < 24 && minute >= 0 && minute < 60 && second >= 0 && second <= 60;
        return valid ? hour * 3600 + minute * 60 + Math.min(second, 59) : -1;
    }

    /** Of its English name in three letters, or -1. */
    static int month(byte[] b, int p) {
        int name = (b[p] | 0x20) << 16 | (b[p + 1] | 0x20) << 8 | (b[p + 2] | 0x20);
        return switch (name) {
            case 'j' << 16 | 'a' << 8 | 'n' -> 1;
            case 'f' << 16 | 'e' << 8 | 'b' -> 2;
            case 'm' << 16 | 'a' << 8 | 'r' -> 3;
            case 'a' << 16 | 'p' << 8 | 'r' -> 4;
            case 'm' << 16 | 'a' << 8 | 'y' -> 5;
            case 'j' << 16 | 'u' << 8 | 'n' -> 6;
            case 'j' << 16 | 'u' << 8 | 'l' -> 7;
            case 'a' << 16 | 'u' << 8 | 'g' -> 8;
            case 's' << 16 | 'e' << 8 | 'p' -> 9;
            case 'o' << 16 | 'c' << 8 | 't' -> 10;
            case 'n' << 16 | 'o' << 8 | 'v' -> 11;
            case 'd' << 16 | 'e' << 8 | 'c' -> 12;
            default -> -1;
        };
    }

    /** Or {@link #INVALID}. From H. Hinnant, "chrono-compatible low-level date algorithms", days_from_civil. */
    static long epochDay(int year, int month, int day) {
        if (year < 1 || month < 1 || month > 12 || day < 1 || day > daysOf(year, month)) {
            return INVALID;
        }
        long y = month <= 2 ? year - 1 : year;
        long era = y / 400;
        long yearOfEra = y - era * 400;
        long dayOfYear = (153L * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468;
    }

    private static int daysOf(int year, int month) {
        if (month == 2) {
            return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
        }
        return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
    }

    /** Or -1. */
    static int twoDigits(byte[] b, int index) {
        return twoDigits(b[index], b[index + 1]);
    }

    private static int twoDigits(byte tens, byte ones) {
        int high = tens - '0';
        int low = ones - '0';
        return high >= 0 && high <= 9 && low >= 0 && low <= 9 ? high * 10 + low : -1;
    }
}
