package io.nilometer.cli.report;

import io.nilometer.cli.screen.Counts;
import io.nilometer.connectors.file.OpenFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a record stands, for people: for one of a file its line, which its byte is counted up to. */
final class LinePlace {

    /** Further on, counting lines would make the user wait. */
    private static final long MOST_BYTES = 512L << 20;

    private static final Pattern IN_FILE = Pattern.compile("byte (\\d+) of (.+)", Pattern.DOTALL);

    private LinePlace() {}

    /** @param position as rejected records have it */
    static String of(String position) {
        Matcher found = IN_FILE.matcher(position);
        try {
            if (!found.matches() || !Files.isRegularFile(Path.of(found.group(2)))) {
                return position;
            }
            long offset = Long.parseLong(found.group(1));
            Path file = Path.of(found.group(2));
            String bytes = "byte " + Counts.text(offset);
            long line = offset > MOST_BYTES ? -1 : line(file, offset);
            return (line < 0 ? bytes : "line " + Counts.text(line) + " (" + bytes + ")") + " of " + file;
        } catch (NumberFormatException | InvalidPathException e) {
            return position;
        }
    }

    /** @return -1 when the file is not long enough, or cannot be read */
    private static long line(Path file, long offset) {
        try (OpenFile in = OpenFile.whole(file)) {
            byte[] buffer = new byte[1 << 16];
            long lines = 1;
            long left = offset;
            while (left > 0) {
                int count = in.read(buffer, 0, (int) Math.min(left, buffer.length));
                if (count < 0) {
                    return -1;
                }
                for (int i = 0; i < count; i++) {
                    lines += buffer[i] == '\n' ? 1 : 0;
                }
                left -= count;
            }
            return lines;
        } catch (IOException e) {
            return -1;
        }
    }
}
