package io.nilometer.core.decode;

import java.util.Arrays;

/** Escapes in JSON strings (RFC 8259, section 7). A surrogate without its partner becomes U+FFFD. */
final class JsonEscapes {

    private static final int REPLACEMENT = 0xFFFD;

    private JsonEscapes() {}

    /** The index behind the escape that begins at p, or -1 when it is wrong. */
    static int skip(byte[] b, int p, int end) {
        if (p + 1 >= end) {
            return -1;
        }
        return switch (b[p + 1]) {
            case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> p + 2;
            case 'u' -> p + 6 <= end && unit(b, p + 2) >= 0 ? p + 6 : -1;
            default -> -1;
        };
    }

    /** The text of a string whose escapes are right, without them. */
    static byte[] remove(byte[] b, int from, int to) {
        byte[] text = new byte[to - from]; // an escape is never shorter than what it stands for
        int size = 0;
        int p = from;
        while (p < to) {
            if (b[p] != '\\') {
                text[size++] = b[p++];
                continue;
            }
            byte kind = b[p + 1];
            p += 2;
            if (kind == 'u') {
                int unit = unit(b, p);
                p += 4;
                if (Character.isHighSurrogate((char) unit) && p + 6 <= to && b[p] == '\\' && b[p + 1] == 'u') {
                    int low = unit(b, p + 2);
                    if (Character.isLowSurrogate((char) low)) {
                        unit = Character.toCodePoint((char) unit, (char) low);
                        p += 6;
                    }
                }
                size = put(text, size, unit >= 0xD800 && unit <= 0xDFFF ? REPLACEMENT : unit);
            } else {
                text[size++] = single(kind);
            }
        }
        return Arrays.copyOf(text, size);
    }

    private static byte single(byte kind) {
        return switch (kind) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            default -> kind;
        };
    }

    private static int put(byte[] text, int at, int codePoint) {
        int size = at;
        if (codePoint < 0x80) {
            text[size++] = (byte) codePoint;
        } else if (codePoint < 0x800) {
            text[size++] = (byte) (0xC0 | codePoint >> 6);
            text[size++] = (byte) (0x80 | codePoint & 0x3F);
        } else if (codePoint < 0x10000) {
            text[size++] = (byte) (0xE0 | codePoint >> 12);
            text[size++] = (byte) (0x80 | codePoint >> 6 & 0x3F);
            text[size++] = (byte) (0x80 | codePoint & 0x3F);
        } else {
            text[size++] = (byte) (0xF0 | codePoint >> 18);
            text[size++] = (byte) (0x80 | codePoint >> 12 & 0x3F);
            text[size++] = (byte) (0x80 | codePoint >> 6 & 0x3F);
            text[size++] = (byte) (0x80 | codePoint & 0x3F);
        }
        return size;
    }

    /** Four hexadecimal digits, or -1. */
    private static int unit(byte[] b, int p) {
        int value = 0;
        for (int i = 0; i < 4; i++) {
            int digit = Character.digit(b[p + i], 16);
            if (digit < 0) {
                return -1;
            }
            value = value << 4 | digit;
        }
        return value;
    }
}
