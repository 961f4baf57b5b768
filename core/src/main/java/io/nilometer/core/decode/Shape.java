package io.nilometer.core.decode;

import java.util.Arrays;
import java.util.BitSet;

/**
 * Which texts a variable of an access log can have: a finite automaton over bytes, as a table. It begins in state 0; a byte
 * without a way on ends the text before it.
 */
final class Shape {

    /** What {@link #next} gives where there is no way on. */
    static final int NONE = -1;

    private static final int MOST_STATES = 64; // one bit each in accepting

    private final byte[] next;
    private final long accepting;

    private Shape(byte[] next, long accepting) {
        this.next = next;
        this.accepting = accepting;
    }

    /** A shape with so many states: made by {@link #on} and {@link #end}. */
    static Builder ofStates(int states) {
        return new Builder(states);
    }

    int states() {
        return next.length >> 8;
    }

    /** @param b from 0 to 255 */
    int next(int state, int b) {
        return next[state << 8 | b];
    }

    /** Where the state changes, or this byte comes, or the text ends: what {@link #next} would find step by step. */
    int stay(int state, byte[] b, int from, int to, int stop) {
        int row = state << 8;
        int p = from;
        while (p < to) {
            int here = b[p] & 0xFF;
            if (here == stop || next[row | here] != state) {
                break;
            }
            p++;
        }
        return p;
    }

    /** Whether the text may end here. */
    boolean accepts(int state) {
        return (accepting >>> state & 1) != 0;
    }

    boolean matches(byte[] b, int from, int to) {
        int state = 0;
        for (int p = from; p < to && state != NONE; p++) {
            state = next(state, b[p] & 0xFF);
        }
        return state != NONE && accepts(state);
    }

    /** The bytes that a text may begin with. */
    BitSet first() {
        return bytes(0);
    }

    /** The bytes that a text may have. */
    BitSet alphabet() {
        BitSet all = new BitSet();
        for (int state = 0; state < states(); state++) {
            all.or(bytes(state));
        }
        return all;
    }

    private BitSet bytes(int state) {
        BitSet set = new BitSet();
        for (int b = 0; b < 256; b++) {
            set.set(b, next[state << 8 | b] != NONE);
        }
        return set;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Shape shape && accepting == shape.accepting && Arrays.equals(next, shape.next);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(next);
    }

    static final class Builder {

        private final byte[] next;
        private long accepting;

        private Builder(int states) {
            if (states > MOST_STATES) {
                throw new IllegalArgumentException("a shape has at most " + MOST_STATES + " states");
            }
            next = new byte[states << 8];
            Arrays.fill(next, (byte) NONE);
        }

        /** @param bytes ASCII characters, also ranges such as {@code a-z}; a dash itself stands first */
        Builder on(int state, String bytes, int to) {
            for (int i = 0; i < bytes.length(); i++) {
                char from = bytes.charAt(i);
                boolean range = i + 2 < bytes.length() && bytes.charAt(i + 1) == '-';
                char last = range ? bytes.charAt(i + 2) : from;
                for (char c = from; c <= last; c++) {
                    next[state << 8 | c] = (byte) to;
                }
                i += range ? 2 : 0;
            }
            return this;
        }

        /** All bytes, also those outside ASCII. */
        Builder onAny(int state, int to) {
            Arrays.fill(next, state << 8, (state + 1) << 8, (byte) to);
            return this;
        }

        /** All bytes but these. */
        Builder onOther(int state, String excluded, int to) {
            return onAny(state, to).on(state, excluded, NONE);
        }

        Shape end(int... states) {
            for (int state : states) {
                accepting |= 1L << state;
            }
            return new Shape(next, accepting);
        }
    }
}
