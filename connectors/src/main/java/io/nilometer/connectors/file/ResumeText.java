package io.nilometer.connectors.file;

import io.nilometer.api.NilometerException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How far a partition has been read, as text: {@code 1 total mode}, perhaps {@code done}, and one {@code ;offset length checksum key path} for
 * each file that has to be found again.
 *
 * @param total bytes of all lines handed over
 * @param ordered true when files that come before the first one in the listing's order have been read
 * @param done whether the first of the files was read to its end; of a packed one the offset does not tell
 */
record ResumeText(long total, boolean ordered, boolean done, List<TrackedFile> files) {

    static final ResumeText START = new ResumeText(0, false, false, List.of());

    static ResumeText parse(String text) {
        try {
            String[] parts = text.split(";");
            String[] head = parts[0].split(" ");
            if (!head[0].equals("1")) {
                throw new IllegalArgumentException("version " + head[0]);
            }
            List<TrackedFile> files = new ArrayList<>();
            for (int i = 1; i < parts.length; i++) {
                String[] entry = parts[i].split(" ");
                Fingerprint fingerprint = new Fingerprint(Integer.parseInt(entry[1]), Long.parseLong(entry[2], 16));
                files.add(new TrackedFile(
                        Path.of(decode(entry[4])), decode(entry[3]), Long.parseLong(entry[0]), fingerprint));
            }
            return new ResumeText(Long.parseLong(head[1]), head[2].equals("ordered"), head.length > 3, files);
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
            throw new NilometerException(
                    "bad-position",
                    "the stored position of a file source cannot be read: " + text,
                    "it was written by another version: start with a new state directory",
                    e);
        }
    }

    String print() {
        StringBuilder text = new StringBuilder("1 ").append(total).append(ordered ? " ordered" : " listed");
        text.append(done ? " done" : "");
        for (TrackedFile file : files) {
            text.append(';')
                    .append(file.offset())
                    .append(' ')
                    .append(file.fingerprint().length())
                    .append(' ')
                    .append(Long.toHexString(file.fingerprint().checksum()))
                    .append(' ')
                    .append(URLEncoder.encode(file.key(), StandardCharsets.UTF_8))
                    .append(' ')
                    .append(URLEncoder.encode(file.path().toString(), StandardCharsets.UTF_8));
        }
        return text.toString();
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
