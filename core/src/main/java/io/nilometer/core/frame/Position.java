package io.nilometer.core.frame;

import io.nilometer.api.NilometerException;
import java.util.Base64;

/**
 * Where reading goes on: the source's own text, and what a framer has in hand. As text {@code ~base64~source}, or the
 * source's text alone when nothing is in hand.
 *
 * @param inHand what {@link Framer} wrote; empty when nothing is
 * @param source the source's text
 */
record Position(byte[] inHand, String source) {

    private static final char MARK = '~';
    private static final byte[] NOTHING = new byte[0];

    static Position parse(String text) {
        if (text.isEmpty() || text.charAt(0) != MARK) {
            return new Position(NOTHING, text);
        }
        int end = text.indexOf(MARK, 1);
        try {
            return new Position(Base64.getDecoder().decode(text.substring(1, end)), text.substring(end + 1));
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new NilometerException(
                    "bad-position",
                    "a stored position cannot be read: " + text,
                    "it was written by another version: start with a new state directory",
                    e);
        }
    }

    boolean hasInHand() {
        return inHand.length > 0;
    }

    String print() {
        return inHand.length == 0 ? source : MARK + Base64.getEncoder().encodeToString(inHand) + MARK + source;
    }
}
