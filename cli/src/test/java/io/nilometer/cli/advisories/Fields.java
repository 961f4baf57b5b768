package io.nilometer.cli.advisories;

import java.util.Arrays;
import java.util.regex.Pattern;

/** The fields of a line of the list. */
final class Fields {

    private static final Pattern BAR = Pattern.compile(" \\| ");

    private Fields() {}

    static String[] of(String line, int count) {
        String[] fields = Arrays.stream(BAR.split(line, -1)).map(String::trim).toArray(String[]::new);
        if (fields.length != count || Arrays.asList(fields).contains("")) {
            throw new IllegalArgumentException(count + " fields between bars are wanted: " + line);
        }
        return fields;
    }
}
