package io.nilometer.core.compile;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A pattern of {@code like}: {@code %} is any text, {@code _} any character, and the escape takes their meaning from them.
 * Between two {@code %} stands a piece; the first place that a piece fits is taken for good, since any later one leaves
 * less of the text to those behind it. So nothing is ever tried twice. Public for generated code only.
 */
public final class LikePattern {

    private static final int ANY = -1;

    private final String text;
    private final List<int[]> pieces = new ArrayList<>();
    private final boolean openAtStart;
    private final boolean openAtEnd;

    /** @throws IllegalArgumentException when the escape stands before anything else than {@code %}, {@code _} or itself */
    LikePattern(String text, char escape) {
        this.text = text;
        List<Integer> piece = new ArrayList<>();
        boolean atStart = false;
        boolean atEnd = false;
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            atEnd = false;
            if (c == escape) {
                int next = i < text.length() ? text.codePointAt(i) : -1;
                if (next != '%' && next != '_' && next != escape) {
                    throw new IllegalArgumentException("the pattern '" + text + "' of like has the escape '" + escape
                            + "' before what is no %, _ or " + escape);
                }
                piece.add(next);
                i += Character.charCount(next);
            } else if (c == '%') {
                atStart |= pieces.isEmpty() && piece.isEmpty();
                atEnd = true;
                end(piece);
            } else {
                piece.add(c == '_' ? ANY : c);
            }
        }
        end(piece);
        openAtStart = atStart;
        openAtEnd = atEnd;
        // Between its ends a pattern without % is one piece.
    }

    private void end(List<Integer> piece) {
        if (!piece.isEmpty()) {
            List<Integer> units = new ArrayList<>();
            for (int c : piece) {
                if (c == ANY) {
                    units.add(ANY);
                } else {
                    for (byte b : Character.toString(c).getBytes(StandardCharsets.UTF_8)) {
                        units.add(b & 0xff);
                    }
                }
            }
            pieces.add(units.stream().mapToInt(Integer::intValue).toArray());
            piece.clear();
        }
    }

    /** @param bytes UTF-8 */
    boolean matches(byte[] bytes, Budget budget) {
        Walk walk = new Walk(bytes, budget);
        int first = 0;
        int last = pieces.size();
        int at = 0;
        int end = bytes.length;
        if (pieces.isEmpty()) {
            return openAtStart || openAtEnd || bytes.length == 0;
        }
        if (!openAtStart) {
            at = walk.fits(pieces.get(first++), 0);
            if (at < 0) {
                return false;
            }
            if (first == last && !openAtEnd) {
                return at == end;
            }
        }
        int[] behind = null;
        if (!openAtEnd && first < last) {
            behind = pieces.get(--last);
        }
        for (int i = first; i < last; i++) {
            at = walk.find(pieces.get(i), at);
            if (at < 0) {
                return false;
            }
        }
        return behind == null || walk.endsWith(behind, at);
    }

    /** Compares the pieces with a text. */
    private static final class Walk {
        private final byte[] bytes;
        private final Budget budget;

        Walk(byte[] bytes, Budget budget) {
            this.bytes = bytes;
            this.budget = budget;
        }

        /** Where the piece ends when it begins at a place; -1 when it does not fit there. */
        int fits(int[] piece, int start) {
            int at = start;
            for (int i = 0; i < piece.length; i++) {
                if (at >= bytes.length) {
                    budget.spendMore(i);
                    return -1;
                }
                if (piece[i] == ANY) {
                    at = next(at);
                } else if (piece[i] == (bytes[at] & 0xff)) {
                    at++;
                } else {
                    budget.spendMore(i);
                    return -1;
                }
            }
            budget.spendMore(piece.length);
            return at;
        }

        /** Where the piece ends at the first place, from a start, that it fits; -1 when there is none. */
        int find(int[] piece, int start) {
            int first = piece[0];
            int at = start;
            while (at <= bytes.length) {
                if (first != ANY) {
                    while (at < bytes.length && (bytes[at] & 0xff) != first) {
                        at++;
                    }
                }
                int end = fits(piece, at);
                if (end >= 0) {
                    budget.spendMore(at - start);
                    return end;
                }
                if (at >= bytes.length) {
                    break;
                }
                at = next(at);
            }
            budget.spendMore(bytes.length - start);
            return -1;
        }

        boolean endsWith(int[] piece, int start) {
            int at = bytes.length;
            for (int i = piece.length - 1; i >= 0; i--) {
                if (at <= start) {
                    return false;
                }
                at--;
                if (piece[i] == ANY) {
                    while (at > start && (bytes[at] & 0xc0) == 0x80) {
                        at--;
                    }
                } else if (piece[i] != (bytes[at] & 0xff)) {
                    return false;
                }
            }
            return true;
        }

        private int next(int at) {
            int after = at + 1;
            while (after < bytes.length && (bytes[after] & 0xc0) == 0x80) {
                after++;
            }
            return after;
        }
    }

    /** Part of the texts that name state. */
    @Override
    public String toString() {
        return text;
    }
}
