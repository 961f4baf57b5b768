package io.nilometer.core.config;

import java.util.Arrays;
import java.util.List;

/** The lines of a text, by code point as YAML counts columns. Looking costs no more than what is looked at, however long a line is. */
final class Lines {

    private final List<int[]> lines;

    Lines(String text) {
        lines = Arrays.stream(text.split("\r\n|\r|\n", -1))
                .map(line -> line.codePoints().toArray())
                .toList();
    }

    /**
     * Whether a text without line ends stands here.
     *
     * @param line 0-based, as is {@code column}
     */
    boolean has(int line, int column, String text) {
        if (line >= lines.size()) {
            return false;
        }
        int[] points = lines.get(line);
        int at = column;
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            if (at >= points.length || points[at] != text.codePointAt(i)) {
                return false;
            }
            at++;
        }
        return true;
    }

    /** Whether spaces and then a comment follow. */
    boolean commentFrom(int line, int column) {
        int at = column;
        while (has(line, at, " ")) {
            at++;
        }
        return at > column && has(line, at, "#");
    }

    /** The first line from here on that is not blank; the number of lines when all are. */
    int firstWithText(int line) {
        int found = line;
        while (found < lines.size() && indent(found) == lines.get(found).length) {
            found++;
        }
        return found;
    }

    int size() {
        return lines.size();
    }

    int indent(int line) {
        int indent = 0;
        int[] points = lines.get(line);
        while (indent < points.length && Character.isWhitespace(points[indent])) {
            indent++;
        }
        return indent;
    }
}
