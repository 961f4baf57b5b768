package io.nilometer.core.decode;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Eight bytes at a time. The byte at the lowest address is the lowest of the word. */
final class Words {

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;
    private static final long QUOTES = ONES * '"';
    private static final long BACKSLASHES = ONES * '\\';
    private static final long SPACES = ONES * ' ';

    private Words() {}

    static long at(byte[] bytes, int index) {
        return (long) LONG.get(bytes, index);
    }

    /**
     * Zero when none of the bytes is a quote, a backslash, a control character or outside ASCII. Otherwise its lowest set bit
     * is in the first of them; the bits above may be wrong. From S. E. Anderson, "Bit Twiddling Hacks" (hasvalue, hasless).
     */
    static long special(long word) {
        long quote = word ^ QUOTES;
        long backslash = word ^ BACKSLASHES;
        return (((quote - ONES) & ~quote) | ((backslash - ONES) & ~backslash) | (word - SPACES) | word) & HIGHS;
    }

    /** Whether a byte outside ASCII is among them. */
    static boolean hasNonAscii(long word) {
        return (word & HIGHS) != 0;
    }

    /** How many bytes lie before the first marked one. */
    static int first(long marks) {
        return Long.numberOfTrailingZeros(marks) >>> 3;
    }
}
