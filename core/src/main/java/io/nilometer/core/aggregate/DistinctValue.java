package io.nilometer.core.aggregate;

import io.nilometer.core.bytes.ByteReader;
import io.nilometer.core.bytes.ByteWriter;

/**
 * The form of a value that is counted once: two longs. Up to 15 bytes of it as they are, little-endian, with length + 1 in
 * the highest byte of the second (its tag); longer ones are 120 bits of their {@link Murmur3} hash with {@link #HASHED}
 * there. (Two values share a hash with probability n²/2^121: 10^-18 for a billion of them.)
 */
final class DistinctValue {

    /** Values that are longer than this are hashed. */
    static final int INLINE = 15;

    /** The largest tag. */
    static final int HASHED = INLINE + 2;

    /** In bytes, what is this or more in place of a tag is the number in the block of a value that it has already. */
    static final int REFERENCE = HASHED + 1;

    private static final int TAG_SHIFT = 56;

    private DistinctValue() {}

    /** A tag, at its place in the second long. */
    static long tagged(int tag) {
        return (long) tag << TAG_SHIFT;
    }

    /** The tag in the second long of a value; 0 in a long that is not part of one. */
    static int tag(long b) {
        return (int) (b >>> TAG_SHIFT);
    }

    /** Writes the tag and the bytes that it says are there. */
    static void write(long a, long b, ByteWriter out) {
        int tag = tag(b);
        int length = length(tag);
        out.writeByte(tag);
        out.writeLow(a, Math.min(length, 8));
        out.writeLow(b, Math.max(length - 8, 0));
    }

    /**
     * The first long of a value whose bytes begin at the reader's position.
     *
     * @throws IndexOutOfBoundsException when there is no such tag, or there are not so many bytes
     */
    static long readFirst(int tag, ByteReader in) {
        if (tag <= 0 || tag > HASHED) {
            throw new IndexOutOfBoundsException("there is no value with tag " + tag);
        }
        return Murmur3.tail(in.array(), in.position(), Math.min(length(tag), 8));
    }

    /** The second long; the reader then stands behind the value. */
    static long readSecond(int tag, ByteReader in) {
        int length = length(tag);
        long b = length > 8 ? Murmur3.tail(in.array(), in.position() + 8, length - 8) : 0;
        in.skip(length);
        return b | tagged(tag);
    }

    private static int length(int tag) {
        return Math.min(tag - 1, INLINE);
    }
}
