package io.nilometer.core.decode;

import io.nilometer.api.FieldWriter;
import java.util.Arrays;

/** A field of an access log: {@code -} says that there is none, and odd bytes are written as escapes. */
final class AccessLogField {

    private final TextField field;
    private final LogEscape escape;

    AccessLogField(TextField field, LogEscape escape) {
        this.field = field;
        this.escape = escape;
    }

    void text(FieldWriter out, byte[] b, int from, int to) {
        if (to - from == 1 && b[from] == '-') {
            field.setNull(out);
        } else {
            raw(out, b, from, to);
        }
    }

    /** Also {@code -} is text. */
    void raw(FieldWriter out, byte[] b, int from, int to) {
        if (!field.isWanted()) {
            return;
        }
        for (int i = from; i < to; i++) {
            if (b[i] == '\\' && escape != LogEscape.NONE) {
                byte[] text = unescaped(b, from, to);
                field.text(out, text, 0, text.length);
                return;
            }
        }
        field.text(out, b, from, to);
    }

    void time(FieldWriter out, byte[] b, int from, int to, TextField.TimeForm form) {
        if (to - from == 1 && b[from] == '-') {
            field.setNull(out);
        } else {
            field.time(out, b, from, to, form);
        }
    }

    /** Undoes {@code \" \\ \xhh} and the like of Apache and nginx; a backslash before anything else is itself. */
    private byte[] unescaped(byte[] b, int from, int to) {
        byte[] text = new byte[to - from];
        int size = 0;
        for (int p = from; p < to; p++) {
            byte next = b[p] == '\\' && p + 1 < to ? b[p + 1] : 0;
            if (next == 'u' && escape == LogEscape.JSON && p + 6 <= to && isHex(b, p + 2, p + 6)) {
                // nginx writes control characters so, and nothing else
                text[size++] = (byte) (Character.digit(b[p + 4], 16) << 4 | Character.digit(b[p + 5], 16));
                p += 5;
                continue;
            }
            int at = "\"\\nrtbvf".indexOf(next);
            if (next == 0 || (at < 0 && next != 'x')) {
                text[size++] = b[p];
            } else if (at >= 0) {
                text[size++] = (byte) "\"\\\n\r\t\b\u000B\f".charAt(at);
                p++;
            } else {
                int high = p + 3 < to ? Character.digit(b[p + 2], 16) : -1;
                int low = p + 3 < to ? Character.digit(b[p + 3], 16) : -1;
                text[size++] = high < 0 || low < 0 ? b[p] : (byte) (high << 4 | low);
                p += high < 0 || low < 0 ? 0 : 3;
            }
        }
        return Arrays.copyOf(text, size);
    }

    private static boolean isHex(byte[] b, int from, int to) {
        for (int p = from; p < to; p++) {
            if (Character.digit(b[p], 16) < 0) {
                return false;
            }
        }
        return true;
    }
}
