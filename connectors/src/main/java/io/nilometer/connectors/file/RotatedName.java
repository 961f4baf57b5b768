package io.nilometer.connectors.file;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What log rotation makes of a name: {@code app.log.1}, {@code app.log.2.gz}, {@code app.log-20260131},
 * {@code app-2026-01-31.log.zst} and {@code app.1.log} all come from {@code app.log}.
 *
 * @param original the name before rotation
 * @param age grows towards the present; 0 for the original itself
 */
record RotatedName(String original, long age) {

    private static final Pattern PACKED = Pattern.compile("(?<name>.+)\\.(gz|zst|bz2|xz|lz4|zip)");
    private static final Pattern BEHIND = Pattern.compile("(?<name>.+)[.-](?<mark>\\d[\\d._-]{0,30})");
    private static final Pattern INSIDE =
            Pattern.compile("(?<stem>.+?)[.-](?<mark>\\d[\\d_-]{0,30})(?<kind>\\.[A-Za-z]+)");

    static RotatedName of(String name) {
        Matcher packed = PACKED.matcher(name);
        boolean isPacked = packed.matches();
        String bare = isPacked ? packed.group("name") : name;
        Matcher inside = INSIDE.matcher(bare);
        if (inside.matches()) {
            return new RotatedName(inside.group("stem") + inside.group("kind"), age(inside.group("mark")));
        }
        Matcher behind = BEHIND.matcher(bare);
        if (behind.matches()) {
            return new RotatedName(behind.group("name"), age(behind.group("mark")));
        }
        return new RotatedName(bare, isPacked ? -1 : 0);
    }

    boolean isRotated() {
        return age != 0;
    }

    /** Numbers count back from the present, dates (six digits or more) count up to it. */
    private static long age(String mark) {
        String digits = mark.replaceAll("\\D", "");
        long number = Long.parseLong(digits.substring(0, Math.min(17, digits.length())));
        return digits.length() < 6 ? -1 - number : Long.MIN_VALUE + number;
    }
}
