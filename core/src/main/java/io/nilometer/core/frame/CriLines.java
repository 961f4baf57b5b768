package io.nilometer.core.frame;

import io.nilometer.api.LineFraming;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Lines as container runtimes write them (Kubernetes CRI): {@code time stream tag text}. Lines tagged {@code P} are parts: the
 * next one of the same stream goes on with them, until one is tagged {@code F}. A rule for lines that belong together is
 * asked about the text alone.
 */
final class CriLines implements LineFraming {

    private static final int STDOUT = 0;
    private static final int STDERR = 1;

    private final @Nullable LineFraming[] rules = new LineFraming[2];
    private final boolean[] partial = new boolean[2];
    private final boolean ruled;
    private int lane;

    /** @param rule for the texts of stdout and stderr; null: every text is whole */
    CriLines(@Nullable Supplier<LineFraming> rule) {
        ruled = rule != null;
        if (rule != null) {
            rules[STDOUT] = rule.get();
            rules[STDERR] = rule.get();
        }
    }

    @Override
    public int lanes() {
        return 2;
    }

    @Override
    public int lane() {
        return lane;
    }

    @Override
    public Role role(byte[] b, int offset, int length) {
        int end = offset + length;
        int tag = tag(b, offset, end);
        if (tag < 0) {
            lane = STDOUT;
            partial[lane] = false;
            return Role.WHOLE;
        }
        boolean goesOn = partial[lane];
        boolean isPart = b[tag] == 'P';
        partial[lane] = isPart;
        LineFraming rule = rules[lane];
        if (goesOn) {
            return isPart || ruled ? Role.CONTINUES : Role.ENDS;
        }
        if (rule == null) {
            return isPart ? Role.BEGINS : Role.WHOLE;
        }
        int text = textAfter(tag, end);
        Role role = rule.role(b, text, end - text);
        return isPart && role == Role.WHOLE ? Role.BEGINS : isPart && role == Role.ENDS ? Role.CONTINUES : role;
    }

    @Override
    public void givenUp(int given) {
        partial[given] = false;
        LineFraming rule = rules[given];
        if (rule != null) {
            rule.givenUp(0);
        }
    }

    /** The first line as it is, but whole; then the texts of the others. */
    @Override
    public byte[] join(List<byte[]> lines) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        boolean wasPart = false;
        for (int i = 0; i < lines.size(); i++) {
            byte[] line = lines.get(i);
            int tag = tag(line, 0, line.length);
            if (i == 0) {
                byte[] first = line.clone();
                if (tag >= 0) {
                    first[tag] = 'F';
                }
                joined.writeBytes(first);
            } else {
                if (!wasPart) {
                    joined.write('\n');
                }
                int text = tag < 0 ? 0 : textAfter(tag, line.length);
                joined.write(line, text, line.length - text);
            }
            wasPart = tag >= 0 && line[tag] == 'P';
        }
        return joined.toByteArray();
    }

    /** Where the tag stands, and sets the lane; -1 when the line is none of a container runtime. */
    private int tag(byte[] b, int from, int end) {
        int tag = tagOf(b, from, end);
        if (tag >= 0) {
            lane = b[tag - 4] == 'o' ? STDOUT : STDERR;
        }
        return tag;
    }

    /** Where the tag stands; -1 when the line is none of a container runtime. */
    private static int tagOf(byte[] b, int from, int end) {
        int stream = after(b, from, end);
        int tag = stream < 0 ? -1 : after(b, stream, end);
        if (tag < 0 || tag >= end || (b[tag] != 'P' && b[tag] != 'F')) {
            return -1;
        }
        // Runtimes may write more tags behind a colon.
        if (tag + 1 < end && b[tag + 1] != ' ' && b[tag + 1] != ':') {
            return -1;
        }
        int size = tag - 1 - stream;
        boolean out = size == 6 && b[stream + 3] == 'o';
        boolean err = size == 6 && b[stream + 3] == 'e';
        if (!out && !err) {
            return -1;
        }
        return tag;
    }

    /** Where the text begins; -1 when the line is none of a container runtime. */
    static int text(byte[] b, int from, int end) {
        int tag = tagOf(b, from, end);
        return tag < 0 ? -1 : textAfter(tag, end);
    }

    private static int textAfter(int tag, int end) {
        return Math.min(end, tag + 2);
    }

    /** The index behind the next blank; -1 when there is none. */
    private static int after(byte[] b, int from, int end) {
        for (int i = from; i < end; i++) {
            if (b[i] == ' ') {
                return i + 1;
            }
        }
        return -1;
    }
}
