package io.nilometer.core.compile;

import java.time.DayOfWeek;
import java.time.format.TextStyle;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/**
 * What Spark's functions of time do not do by themselves: read days of the week, survive patterns that are none, and leave the
 * date of today alone. Public for generated code only.
 */
public final class SafeTime {

    private static final int REMEMBERED = 1_000;
    /** No pattern that somebody means is longer. */
    private static final int LONGEST = 1_000;

    private static final Map<String, Boolean> READING = new ConcurrentHashMap<>();
    private static final Map<String, Boolean> WRITING = new ConcurrentHashMap<>();

    private SafeTime() {}

    /** The text behind the day of the week that it begins with; null when it begins otherwise. */
    public static @Nullable UTF8String afterDay(UTF8String text, UTF8String before, boolean full) {
        String whole = text.toString();
        String start = before.toString();
        if (whole.startsWith(start)) {
            for (DayOfWeek day : DayOfWeek.values()) {
                String name = day.getDisplayName(full ? TextStyle.FULL : TextStyle.SHORT, Locale.ENGLISH);
                if (whole.regionMatches(true, start.length(), name, 0, name.length())) {
                    return UTF8String.fromString(whole.substring(start.length() + name.length()));
                }
            }
        }
        return null;
    }

    /** As {@link #afterDay(UTF8String, UTF8String, boolean)}, when the pattern begins with the day; otherwise the text. */
    public static @Nullable UTF8String afterDay(UTF8String text, UTF8String pattern) {
        TimePattern read = new TimePattern(pattern.toString(), true);
        return read.beginsWithDay() ? afterDay(text, UTF8String.fromString(read.beforeDay()), read.isFullDay()) : text;
    }

    /** The pattern of what {@link #afterDay(UTF8String, UTF8String)} leaves; null when it is none. */
    public static @Nullable UTF8String readable(UTF8String pattern) {
        TimePattern read = new TimePattern(pattern.toString(), true);
        String rest = read.beginsWithDay() ? read.afterDay() : pattern.toString();
        return works(READING, rest, true) ? UTF8String.fromString(rest) : null;
    }

    /** The pattern; null when it is none. */
    public static @Nullable UTF8String writable(UTF8String pattern) {
        return works(WRITING, pattern.toString(), false) ? pattern : null;
    }

    private static boolean works(Map<String, Boolean> known, String pattern, boolean parsing) {
        if (pattern.length() > LONGEST) {
            return false;
        }
        if (known.size() > REMEMBERED) {
            known.clear();
        }
        return known.computeIfAbsent(
                pattern, text -> new TimePattern(text, parsing).flaw().isEmpty());
    }

    /** The text; null when it is a time of day alone, which a cast would put on the day it runs. */
    public static @Nullable UTF8String dated(UTF8String text) {
        byte first = ' ';
        for (int i = 0; i < text.numBytes(); i++) {
            byte c = text.getByte(i);
            if (c == ':') {
                return null;
            }
            if (first == ' ' && c > ' ') {
                if (c == 'T') {
                    return null;
                }
                first = c;
            } else if (c == '-') {
                return text;
            }
        }
        return text;
    }
}
