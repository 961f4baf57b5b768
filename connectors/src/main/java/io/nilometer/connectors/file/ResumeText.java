package io.nilometer.connectors.file;

import io.nilometer.api.NilometerException;
import io.nilometer.connectors.file.FileReport.BrokenFile;
import io.nilometer.connectors.file.unpack.Fault;
import io.nilometer.connectors.file.unpack.Packing;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * How far a partition has been read, as text: {@code 3 order total mode}, perhaps {@code done}, and one
 * {@code ;offset length checksum length checksum key path} for each file that has to be found again (checksums of how it begins and of
 * what comes before the offset), with {@code packing:size} behind it when it is packed; then {@code ;!position kind lines rest path what}
 * for each file that turned out to be broken.
 *
 * @param order of the partition among the others
 * @param total bytes of all lines handed over
 * @param ordered true when files that come before the first one in the listing's order have been read
 * @param broken files of the range that was read last
 * @param done whether the first of the files was read to its end; of a packed one the offset does not tell
 */
record ResumeText(
        long order, long total, boolean ordered, boolean done, List<TrackedFile> files, List<BrokenFile> broken) {

    static final String VERSION = "3";
    static final ResumeText START = new ResumeText(0, 0, false, false, List.of(), List.of());

    static ResumeText parse(String text, FilePaths paths) {
        try {
            String[] parts = text.split(";");
            String[] head = parts[0].split(" ");
            checkVersion(head[0]);
            List<TrackedFile> files = new ArrayList<>();
            List<BrokenFile> broken = new ArrayList<>();
            for (int i = 1; i < parts.length; i++) {
                String[] entry = parts[i].split(" ");
                if (entry[0].startsWith("!")) {
                    broken.add(brokenFile(entry, paths));
                } else {
                    files.add(file(entry, paths));
                }
            }
            return new ResumeText(
                    Long.parseLong(head[1]),
                    Long.parseLong(head[2]),
                    head[3].equals("ordered"),
                    head.length > 4,
                    files,
                    broken);
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
            throw new NilometerException(
                    "bad-position",
                    "the stored position of a file source cannot be read: " + text,
                    "it was written by another version: start with a new state directory",
                    e);
        }
    }

    /** Before version 2 all files of a path were one partition, before 3 it was not known what comes before an offset. */
    static void checkVersion(String version) {
        if (!version.equals(VERSION)) {
            throw new NilometerException(
                    "state-format",
                    "the stored position of a file source has format " + version + ", this version reads " + VERSION
                            + (version.equals("1")
                                    ? ": every file is a partition of its own now"
                                    : ": it says what comes before the place in a file"),
                    "go on with the version that wrote it, or start with empty state: --forget");
        }
    }

    ResumeText with(List<BrokenFile> more) {
        return new ResumeText(order, total, ordered, done, files, List.copyOf(more));
    }

    private static TrackedFile file(String[] entry, FilePaths paths) {
        long offset = Long.parseLong(entry[0]);
        Past past = new Past(fingerprint(entry[1], entry[2]), fingerprint(entry[3], entry[4]), offset);
        TrackedFile file = new TrackedFile(paths.read(decode(entry[6])), decode(entry[5]), offset, past);
        if (entry.length > 7) {
            String[] packed = entry[7].split(":");
            file.packed().packing(Packing.valueOf(packed[0]));
            file.packed().seenSize(Long.parseLong(packed[1]));
        }
        return file;
    }

    private static Fingerprint fingerprint(String length, String checksum) {
        return new Fingerprint(Integer.parseInt(length), Long.parseLong(checksum, 16));
    }

    private static BrokenFile brokenFile(String[] entry, FilePaths paths) {
        Fault fault = new Fault(Fault.Kind.valueOf(entry[1]), Long.parseLong(entry[0].substring(1)), decode(entry[5]));
        return new BrokenFile(paths.read(decode(entry[4])), fault, Long.parseLong(entry[2]), Long.parseLong(entry[3]));
    }

    String print() {
        StringBuilder text = new StringBuilder(VERSION)
                .append(' ')
                .append(order)
                .append(' ')
                .append(total)
                .append(ordered ? " ordered" : " listed");
        text.append(done ? " done" : "");
        for (TrackedFile file : files) {
            text.append(';').append(file.offset());
            print(file.fingerprint(), text);
            print(file.past().before(file.offset()), text);
            text.append(' ')
                    .append(encode(file.key()))
                    .append(' ')
                    .append(encode(file.path().toString()));
            Packing packing = file.packed().packing();
            if (packing != null) {
                text.append(' ')
                        .append(packing.name())
                        .append(':')
                        .append(file.packed().seenSize());
            }
        }
        for (BrokenFile file : broken) {
            text.append(";!")
                    .append(file.fault().position())
                    .append(' ')
                    .append(file.fault().kind())
                    .append(' ')
                    .append(file.lines())
                    .append(' ')
                    .append(file.rest())
                    .append(' ')
                    .append(encode(file.path().toString()))
                    .append(' ')
                    .append(encode(file.fault().what()));
        }
        return text.toString();
    }

    private static void print(Fingerprint known, StringBuilder text) {
        text.append(' ').append(known.length()).append(' ').append(Long.toHexString(known.checksum()));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
