package io.nilometer.core.decode;

import io.nilometer.api.Decoder;
import io.nilometer.api.FieldWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** One line of pairs. A line without a single pair is not logfmt; of a key that comes twice the last value counts. */
final class LogfmtDecoder implements Decoder {

    private static final byte[] TRUE = "true".getBytes(StandardCharsets.US_ASCII);
    private static final String REASON = "not_logfmt";

    private final byte[][] names;
    private final TextField[] fields;

    LogfmtDecoder(TextFields wanted) {
        names = wanted.names().stream()
                .map(name -> name.getBytes(StandardCharsets.UTF_8))
                .toArray(byte[][]::new);
        fields = wanted.names().stream().map(wanted::named).toArray(TextField[]::new);
    }

    @Override
    public @Nullable String decode(byte[] b, int offset, int length, FieldWriter out) {
        int end = offset + length;
        int p = space(b, Records.withoutByteOrderMark(b, offset, end), end);
        if (p == end) {
            return "empty";
        }
        boolean hasPair = false;
        while (p < end) {
            int keyEnd = p;
            while (keyEnd < end && isKey(b[keyEnd])) {
                keyEnd++;
            }
            if (keyEnd == p) {
                return REASON;
            }
            int field = find(b, p, keyEnd);
            if (keyEnd == end || isSpace(b[keyEnd])) {
                put(field, TRUE, 0, TRUE.length, out);
                p = keyEnd;
            } else if (b[keyEnd] != '=') {
                return REASON;
            } else {
                boolean isQuoted = keyEnd + 1 < end && b[keyEnd + 1] == '"';
                p = isQuoted ? quoted(field, b, keyEnd + 2, end, out) : plain(field, b, keyEnd + 1, end, out);
                hasPair = true;
            }
            if (p < 0 || (p < end && !isSpace(b[p]))) {
                return REASON;
            }
            p = space(b, p, end);
        }
        return hasPair ? null : REASON;
    }

    private int plain(int field, byte[] b, int from, int end, FieldWriter out) {
        int p = from;
        while (p < end && !isSpace(b[p])) {
            p++;
        }
        put(field, b, from, p, out);
        return p;
    }

    /** Returns the index behind the closing quote; -1 when there is none. */
    private int quoted(int field, byte[] b, int from, int end, FieldWriter out) {
        boolean escaped = false;
        int p = from;
        while (p < end && b[p] != '"') {
            escaped |= b[p] == '\\';
            p += b[p] == '\\' ? 2 : 1;
        }
        if (p >= end) {
            return -1;
        }
        if (escaped && field >= 0) {
            byte[] text = unescaped(b, from, p);
            put(field, text, 0, text.length, out);
        } else {
            put(field, b, from, p, out);
        }
        return p + 1;
    }

    private void put(int field, byte[] b, int from, int to, FieldWriter out) {
        if (field >= 0) {
            fields[field].text(out, b, from, to);
        }
    }

    private int find(byte[] b, int from, int to) {
        for (int i = 0; i < names.length; i++) {
            if (to - from == names[i].length && Bytes.startsWith(b, from, to, names[i])) {
                return i;
            }
        }
        return -1;
    }

    /** As JSON's escapes; a backslash before anything else only guards it. */
    private static byte[] unescaped(byte[] b, int from, int to) {
        byte[] text = new byte[to - from];
        int size = 0;
        int p = from;
        while (p < to) {
            int after = b[p] == '\\' ? JsonEscapes.skip(b, p, to) : p + 1;
            if (b[p] == '\\' && after > 0) {
                // Two units together: a surrogate needs its partner.
                int next = after < to && b[p + 1] == 'u' && b[after] == '\\'
                        ? Math.max(after, JsonEscapes.skip(b, after, to))
                        : after;
                byte[] plain = JsonEscapes.remove(b, p, next);
                System.arraycopy(plain, 0, text, size, plain.length);
                size += plain.length;
                p = next;
            } else {
                p += b[p] == '\\' ? 1 : 0;
                text[size++] = b[p++];
            }
        }
        return Arrays.copyOf(text, size);
    }

    private static boolean isKey(byte c) {
        return c < 0 || (c > ' ' && c != '=' && c != '"');
    }

    private static boolean isSpace(byte c) {
        return c >= 0 && c <= ' ';
    }

    private static int space(byte[] b, int from, int end) {
        int p = from;
        while (p < end && isSpace(b[p])) {
            p++;
        }
        return p;
    }
}
