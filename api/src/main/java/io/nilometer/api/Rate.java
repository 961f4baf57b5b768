package io.nilometer.api;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** So many records in so much time: {@code 10000/s}, {@code 500/m}. */
public record Rate(double perSecond) {

    private static final Pattern WRITTEN = Pattern.compile(" *([0-9]{1,12}) */ *(s|m|h) *");

    public static final OptionType<Rate> TYPE = new OptionType<>(
            "rate",
            "{\"type\":\"string\",\"pattern\":\"^ *[0-9]{1,12} */ *(s|m|h) *$\"}",
            raw -> parse(String.valueOf(raw)));

    /** Of a source: all its partitions together. */
    public static final Option<Rate> MAX_RATE = Option.optional(
            "max_rate",
            TYPE,
            "how many records are read at most, of all partitions together, such as 10000/s; without it as many as there are");

    public Rate {
        if (!(perSecond > 0)) {
            throw new IllegalArgumentException("more than 0");
        }
    }

    private static Rate parse(String text) {
        Matcher written = WRITTEN.matcher(text);
        if (!written.matches()) {
            throw new IllegalArgumentException("a rate such as 10000/s, 500/m or 20/h");
        }
        double seconds =
                switch (written.group(2)) {
                    case "s" -> 1;
                    case "m" -> 60;
                    default -> 3_600;
                };
        return new Rate(Long.parseLong(written.group(1)) / seconds);
    }
}
