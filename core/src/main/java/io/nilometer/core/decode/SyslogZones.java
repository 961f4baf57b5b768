package io.nilometer.core.decode;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Names of time zones behind a time: those of RFC 2822, section 4.3, and those of zones in Europe, Japan, Korea, Australia and New Zealand that
 * no other place uses. Any other name is no zone.
 */
final class SyslogZones {

    static final int NONE = Integer.MIN_VALUE;

    private static final int LONGEST = 4;
    private static final Object[] HOURS = {
        "UTC", 0, "GMT", 0, "UT", 0, "Z", 0, "WET", 0, "WEST", 1, "CET", 1, "CEST", 2, "EET", 2, "EEST", 3, "MSK", 3,
        "EST", -5, "EDT", -4, "CST", -6, "CDT", -5, "MST", -7, "MDT", -6, "PST", -8, "PDT", -7, "JST", 9, "KST", 9,
        "AEST", 10, "AEDT", 11, "NZST", 12, "NZDT", 13
    };

    private static final byte[][] NAMES = new byte[HOURS.length / 2][];

    static {
        Arrays.setAll(NAMES, i -> ((String) HOURS[2 * i]).getBytes(StandardCharsets.US_ASCII));
    }

    private SyslogZones() {}

    /** The seconds that a zone's clocks are ahead of UTC, or {@link #NONE} when the word is no zone. */
    static int named(byte[] b, int from, int to) {
        if (to - from > LONGEST) {
            return NONE;
        }
        for (int i = 0; i < NAMES.length; i++) {
            if (Arrays.equals(b, from, to, NAMES[i], 0, NAMES[i].length)) {
                return (int) HOURS[2 * i + 1] * 3600;
            }
        }
        return NONE;
    }

    /** The same of {@code ±hh}, {@code ±hhmm} or {@code ±hh:mm}. */
    static int offset(byte[] b, int from, int to) {
        int length = to - from;
        if ((length != 3 && length != 5 && !(length == 6 && b[from + 3] == ':'))
                || (b[from] != '+' && b[from] != '-')) {
            return NONE;
        }
        int hours = Timestamps.twoDigits(b, from + 1);
        int minutes = length == 3 ? 0 : Timestamps.twoDigits(b, to - 2);
        if (hours < 0 || minutes < 0 || minutes > 59 || hours * 60 + minutes > 18 * 60) {
            return NONE;
        }
        int seconds = hours * 3600 + minutes * 60;
        return b[from] == '-' ? -seconds : seconds;
    }
}
