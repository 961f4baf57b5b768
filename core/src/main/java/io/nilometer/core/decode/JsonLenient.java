package io.nilometer.core.decode;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Makes JSON of what some programs write for it: in strings, {@code \xHH} for a byte, as nginx escapes by default, and control
 * characters as they are. Bytes that follow each other are UTF-8; those that are not are Latin-1.
 */
final class JsonLenient {

    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final int LONGEST_FOR_A_BYTE = 6;

    private final byte[] b;
    private final int end;
    private byte[] text;
    private int size;
    private int p;
    private boolean changed;

    private JsonLenient(byte[] b, int from, int end) {
        this.b = b;
        this.end = end;
        p = from;
        text = new byte[(end - from) * 2 + LONGEST_FOR_A_BYTE];
    }

    /** The record in JSON's own spelling; null when nothing in it is to be changed. */
    static byte @Nullable [] mended(byte[] b, int from, int end) {
        return new JsonLenient(b, from, end).run();
    }

    private byte @Nullable [] run() {
        boolean inString = false;
        while (p < end) {
            byte c = b[p];
            if (!inString) {
                inString = c == '"';
                keep(1);
            } else if (isByteEscape(p)) {
                bytes();
            } else if (c == '\\') {
                keep(Math.min(2, end - p));
            } else if (c >= 0 && c < ' ') {
                changed = true;
                put(c);
                p++;
            } else {
                inString = c != '"';
                keep(1);
            }
        }
        return changed ? Arrays.copyOf(text, size) : null;
    }

    private boolean isByteEscape(int at) {
        return at + 4 <= end
                && b[at] == '\\'
                && b[at + 1] == 'x'
                && Character.digit(b[at + 2], 16) >= 0
                && Character.digit(b[at + 3], 16) >= 0;
    }

    /** A run of escaped bytes. */
    private void bytes() {
        changed = true;
        int start = p;
        while (isByteEscape(p)) {
            p += 4;
        }
        byte[] run = new byte[(p - start) / 4];
        for (int i = 0; i < run.length; i++) {
            int at = start + 4 * i + 2;
            run[i] = (byte) (Character.digit(b[at], 16) << 4 | Character.digit(b[at + 1], 16));
        }
        int i = 0;
        while (i < run.length) {
            int next = run[i] < 0 ? Utf8.next(run, i, run.length) : -1;
            if (next < 0) {
                put(run[i++]);
            } else {
                for (; i < next; i++) {
                    add(run[i]);
                }
            }
        }
    }

    /** A byte that stands for a character: ASCII or Latin-1. */
    private void put(byte c) {
        if (c == '"' || c == '\\') {
            add('\\');
            add(c);
        } else if (c >= ' ') {
            add(c);
        } else if (c >= 0) {
            for (char escape : "\\u00".toCharArray()) {
                add(escape);
            }
            add(HEX[c >> 4]);
            add(HEX[c & 15]);
        } else {
            add(0xC0 | (c & 0xFF) >> 6);
            add(0x80 | c & 0x3F);
        }
    }

    private void keep(int count) {
        for (int i = 0; i < count; i++) {
            add(b[p++]);
        }
    }

    private void add(int c) {
        if (size == text.length) {
            text = Arrays.copyOf(text, size * 2);
        }
        text[size++] = (byte) c;
    }
}
