package io.nilometer.core.frame;

import io.nilometer.api.Encodings;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Makes UTF-8 of text in another encoding; what is no text in it becomes U+FFFD. */
final class TextDecoding {

    private final Charset encoding;
    private final boolean wide;
    private Charset now;

    TextDecoding(Charset encoding) {
        this.encoding = encoding;
        this.wide = Encodings.isWide(encoding);
        // Without a byte order mark, what Windows writes.
        this.now = encoding.equals(StandardCharsets.UTF_16) ? StandardCharsets.UTF_16LE : encoding;
    }

    /** UTF-16's byte order, as a mark told: 1 big-endian, 0 little-endian or not told. */
    int byteOrder() {
        return now.equals(StandardCharsets.UTF_16BE) ? 1 : 0;
    }

    void byteOrder(int order) {
        if (encoding.equals(StandardCharsets.UTF_16)) {
            now = order == 1 ? StandardCharsets.UTF_16BE : StandardCharsets.UTF_16LE;
        }
    }

    /** The text in UTF-8, or null when the bytes are that already. */
    byte @Nullable [] utf8(byte[] b, int offset, int length) {
        if (!wide) {
            return isAscii(b, offset, length)
                    ? null
                    : new String(b, offset, length, now).getBytes(StandardCharsets.UTF_8);
        }
        int from = offset;
        int count = length;
        if (length >= 2 && ((b[offset] & 0xFF) == 0xFE && (b[offset + 1] & 0xFF) == 0xFF)) {
            byteOrder(1);
            from += 2;
            count -= 2;
        } else if (length >= 2 && ((b[offset] & 0xFF) == 0xFF && (b[offset + 1] & 0xFF) == 0xFE)) {
            byteOrder(0);
            from += 2;
            count -= 2;
        }
        String text = new String(b, from, count, now);
        int end = text.endsWith("\r") ? text.length() - 1 : text.length();
        return text.substring(0, end).getBytes(StandardCharsets.UTF_8);
    }

    private static boolean isAscii(byte[] b, int offset, int length) {
        int bits = 0;
        for (int i = offset; i < offset + length; i++) {
            bits |= b[i];
        }
        return bits >= 0;
    }
}
