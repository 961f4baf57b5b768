package io.nilometer.core.decode;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Well-formed UTF-8, as The Unicode Standard defines it in table 3-7. */
final class Utf8 {

    private static final byte[] REPLACEMENT = {(byte) 0xEF, (byte) 0xBF, (byte) 0xBD};

    private Utf8() {}

    /**
     * @param index of a byte outside ASCII
     * @return the index behind the character that begins there, or -1 when it is not well formed
     */
    static int next(byte[] bytes, int index, int end) {
        int lead = bytes[index] & 0xFF;
        if (lead < 0xE0) {
            return lead >= 0xC2 && index + 1 < end && isTail(bytes[index + 1]) ? index + 2 : -1;
        }
        if (lead > 0xF4 || index + 1 >= end) {
            return -1;
        }
        int second = bytes[index + 1] & 0xFF;
        int lowest = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
        int highest = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
        int length = lead < 0xF0 ? 3 : 4;
        if (second < lowest || second > highest || index + length > end || !isTail(bytes[index + length - 1])) {
            return -1;
        }
        return length == 3 || isTail(bytes[index + 2]) ? index + length : -1;
    }

    static boolean isValid(byte[] bytes, int from, int to) {
        int p = from;
        while (p < to) {
            if (p + 8 <= to && !Words.hasNonAscii(Words.at(bytes, p))) {
                p += 8;
            } else if (bytes[p] >= 0) {
                p++;
            } else {
                p = next(bytes, p, to);
                if (p < 0) {
                    return false;
                }
            }
        }
        return true;
    }

    /** What is not well formed becomes U+FFFD. */
    static byte[] repaired(byte[] bytes, int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8);
    }

    /** A surrogate without its partner becomes U+FFFD. */
    static byte[] encode(String text) {
        CharsetEncoder encoder = StandardCharsets.UTF_8
                .newEncoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .replaceWith(REPLACEMENT);
        try {
            ByteBuffer encoded = encoder.encode(CharBuffer.wrap(text));
            byte[] bytes = new byte[encoded.remaining()];
            encoded.get(bytes);
            return bytes;
        } catch (CharacterCodingException e) {
            throw new IllegalStateException("an encoder that replaces reported an error", e);
        }
    }

    private static boolean isTail(byte value) {
        return (value & 0xC0) == 0x80;
    }
}
