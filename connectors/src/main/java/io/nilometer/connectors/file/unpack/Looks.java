package io.nilometer.connectors.file.unpack;

import io.nilometer.connectors.file.unpack.Content.Other;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Knows files that hold no lines of text by what they begin with. */
final class Looks {

    private static final String UNPACK = "unpack it first, or pack it with gzip, zstd or bzip2";
    private static final String TAKE_OUT = "take the files out of it and name those";
    private static final String WRITE_LINES = "write its rows as lines of JSON or CSV first";
    private static final String NAME_OTHERS = "name only files of text: by the path, or by pattern for a directory";

    /** A share of bytes that no text has, in hundredths. */
    private static final int MOST_CONTROLS = 3;

    private static final int FEWEST_TO_JUDGE = 64;

    /** @param binary whether bytes that no text has must be among them: a text may begin like this, too */
    private record Mark(int at, byte[] bytes, boolean binary, Other other) {

        boolean fits(byte[] head, int length) {
            if (length < at + bytes.length) {
                return false;
            }
            for (int i = 0; i < bytes.length; i++) {
                if (head[at + i] != bytes[i]) {
                    return false;
                }
            }
            return !binary || isBinary(head, length);
        }
    }

    private static final List<Mark> MARKS = List.of(
            mark("PK\3\4", "a zip archive", "unpack it first (unzip)"),
            mark("PK\5\6", "an empty zip archive", "unpack it first (unzip)"),
            mark("\u00fd7zXZ\0", "xz data", "unpack it first (unxz), or pack it with gzip, zstd or bzip2"),
            mark("\u0004\"M\u0018", "lz4 data", "unpack it first (lz4 -d), or pack it with gzip, zstd or bzip2"),
            mark("7z\u00bc\u00af\u0027\u001c", "a 7z archive", "unpack it first (7z x)"),
            mark("Rar!\u001a\u0007", "a rar archive", "unpack it first (unrar x)"),
            mark("\u001f\u009d", "data of compress (.Z)", UNPACK),
            mark("LZIP\1", "lzip data", UNPACK),
            mark("\u00ff\6\0\0sNaPpY", "snappy data", UNPACK),
            new Mark(257, bytes("ustar"), false, new Other("a tar archive", TAKE_OUT + " (tar xf)")),
            new Mark(0, bytes("PAR1"), true, new Other("a Parquet file", WRITE_LINES + "; Parquet is not read yet")),
            new Mark(0, bytes("ORC"), true, new Other("an ORC file", WRITE_LINES)),
            mark("Obj\1", "an Avro file", WRITE_LINES),
            mark("ARROW1\0\0", "an Arrow file", WRITE_LINES),
            mark("SQLite format 3\0", "an SQLite database", WRITE_LINES),
            mark("LPKSHHRH", "a journal of systemd", "write it as lines first (journalctl -o json --file)"),
            mark("ElfFile\0", "a Windows event log", WRITE_LINES),
            mark("\u00d4\u00c3\u00b2\u00a1", "a packet capture", WRITE_LINES),
            new Mark(0, bytes("\n\r\r\n"), true, new Other("a packet capture", WRITE_LINES)),
            mark("\u00d0\u00cf\u0011\u00e0\u00a1\u00b1\u001a\u00e1", "an Office document", WRITE_LINES),
            mark("%PDF-", "a PDF document", NAME_OTHERS),
            mark("\u0089PNG\r\n\u001a\n", "a PNG image", NAME_OTHERS),
            mark("\u00ff\u00d8\u00ff", "a JPEG image", NAME_OTHERS),
            new Mark(0, bytes("GIF8"), true, new Other("a GIF image", NAME_OTHERS)),
            mark("\u007fELF", "a program (ELF)", NAME_OTHERS),
            new Mark(0, bytes("MZ"), true, new Other("a program of Windows", NAME_OTHERS)),
            mark("\u00ca\u00fe\u00ba\u00be", "a Java class or a program of macOS", NAME_OTHERS),
            mark("\u0089HDF\r\n\u001a\n", "an HDF5 file", WRITE_LINES));

    private Looks() {}

    private static Mark mark(String start, String what, String remedy) {
        return new Mark(0, bytes(start), false, new Other(what, remedy));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /**
     * What the beginning of a file looks like, when it is not lines of text.
     *
     * @param wide whether two bytes a character are expected
     */
    static Optional<Other> of(byte[] head, int length, boolean wide) {
        for (Mark mark : MARKS) {
            if (mark.fits(head, length)) {
                return Optional.of(mark.other());
            }
        }
        if (wide) {
            return Optional.empty();
        }
        return wideText(head, length).or(() -> binary(head, length));
    }

    /** By the byte order mark, or by a zero at every second byte. */
    private static Optional<Other> wideText(byte[] head, int length) {
        boolean little = starts(head, length, 0xff, 0xfe);
        boolean big = starts(head, length, 0xfe, 0xff);
        if (little && starts(head, length, 0xff, 0xfe, 0, 0) || starts(head, length, 0, 0, 0xfe, 0xff)) {
            return Optional.of(new Other("text in UTF-32", "write it as UTF-8 first (iconv -f UTF-32 -t UTF-8)"));
        }
        int[] zeros = new int[2];
        for (int i = 0; i < length; i++) {
            zeros[i & 1] += head[i] == 0 ? 1 : 0;
        }
        int pairs = length / 2;
        boolean enough = length >= 8;
        little |= enough && zeros[1] * 10 >= pairs * 9 && zeros[0] * 10 <= pairs;
        big |= enough && zeros[0] * 10 >= pairs * 9 && zeros[1] * 10 <= pairs;
        return little || big
                ? Optional.of(new Other(
                        "text in UTF-16 (" + (little ? "little" : "big") + " endian)",
                        "write encoding: utf-16 for the stream (utf-16le or utf-16be without a byte order mark)"))
                : Optional.empty();
    }

    private static boolean starts(byte[] head, int length, int... wanted) {
        return Likeness.of(head, 0, length, wanted) == Likeness.YES;
    }

    /**
     * Zeros don't count: a log that was cut back under its writer begins with many. Neither do the characters that separate
     * fields and records (1 to 3 and 28 to 31), tabulators, ends of lines, and what colours a terminal.
     */
    private static Optional<Other> binary(byte[] head, int length) {
        int controls = 0;
        int judged = 0;
        for (int i = 0; i < length; i++) {
            judged += head[i] == 0 ? 0 : 1;
            controls += isControl(head[i]) ? 1 : 0;
        }
        return judged >= FEWEST_TO_JUDGE && controls * 100 > judged * MOST_CONTROLS
                ? Optional.of(new Other("binary data, not text", NAME_OTHERS))
                : Optional.empty();
    }

    private static boolean isBinary(byte[] head, int length) {
        int binary = 0;
        for (int i = 0; i < length; i++) {
            binary += head[i] == 0 || isControl(head[i]) ? 1 : 0;
        }
        return binary * 100 > length * MOST_CONTROLS;
    }

    private static boolean isControl(byte value) {
        return value >= 4 && value <= 7 || value >= 14 && value <= 26 || value == 127;
    }
}
