package io.nilometer.cli.report;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.zip.GZIPInputStream;

/** Where a record stands, for people: for one of a file its line, which its byte is counted up to. */
final class LinePlace {

    /** Further on, counting lines would make the user wait. */
    private static final long MOST_BYTES = 512L << 20;

    private LinePlace() {}

    /** @param position as rejected records have it: {@code topic-partition-offset}, or {@code file:byte offset} */
    static String of(String position) {
        int colon = position.lastIndexOf(':');
        if (colon < 0) {
            return position;
        }
        try {
            long offset = Long.parseLong(position.substring(colon + 1));
            Path file = Path.of(position.substring(0, colon));
            if (!Files.isRegularFile(file)) {
                return position;
            }
            String bytes = "byte " + String.format(Locale.ROOT, "%,d", offset);
            long line = offset > MOST_BYTES ? -1 : line(file, offset);
            return (line < 0 ? bytes : "line " + String.format(Locale.ROOT, "%,d", line) + " (" + bytes + ")") + " of "
                    + file;
        } catch (NumberFormatException | InvalidPathException e) {
            return position;
        }
    }

    /** @return -1 when the file is not long enough, or written in a way that is not known here */
    private static long line(Path file, long offset) {
        try (InputStream in = open(file)) {
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

    private static InputStream open(Path file) throws IOException {
        InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
        in.mark(2);
        boolean gzip = in.read() == 0x1f && in.read() == 0x8b;
        in.reset();
        return gzip ? new GZIPInputStream(in, 1 << 16) : in;
    }
}
