package io.nilometer.core.aggregate;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** MurmurHash3_x64_128 with seed 0: Austin Appleby's public-domain algorithm (SMHasher, MurmurHash3.cpp). */
final class Murmur3 {

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long C1 = 0x87c37b91114253d5L;
    private static final long C2 = 0x4cf5ad432745937fL;

    private long low;
    private long high;

    /** The first 64 bits of the last hash. */
    long low() {
        return low;
    }

    long high() {
        return high;
    }

    void hash(byte[] bytes, int offset, int length) {
        long h1 = 0;
        long h2 = 0;
        int position = offset;
        for (int end = offset + (length & ~15); position < end; position += 16) {
            h1 ^= mixFirst((long) LONG.get(bytes, position));
            h1 = (Long.rotateLeft(h1, 27) + h2) * 5 + 0x52dce729;
            h2 ^= mixSecond((long) LONG.get(bytes, position + 8));
            h2 = (Long.rotateLeft(h2, 31) + h1) * 5 + 0x38495ab5;
        }
        int rest = length & 15;
        if (rest > 8) {
            h2 ^= mixSecond(tail(bytes, position + 8, rest - 8));
        }
        if (rest > 0) {
            h1 ^= mixFirst(tail(bytes, position, Math.min(rest, 8)));
        }
        h1 ^= length;
        h2 ^= length;
        h1 += h2;
        h2 += h1;
        h1 = finish(h1);
        h2 = finish(h2);
        h1 += h2;
        h2 += h1;
        low = h1;
        high = h2;
    }

    /** Up to eight bytes as a little-endian number. */
    static long tail(byte[] bytes, int offset, int length) {
        if (offset + 8 <= bytes.length) {
            long word = (long) LONG.get(bytes, offset);
            return length == 8 ? word : word & (1L << (length << 3)) - 1;
        }
        long word = 0;
        for (int i = length - 1; i >= 0; i--) {
            word = word << 8 | bytes[offset + i] & 0xFF;
        }
        return word;
    }

    private static long mixFirst(long word) {
        return Long.rotateLeft(word * C1, 31) * C2;
    }

    private static long mixSecond(long word) {
        return Long.rotateLeft(word * C2, 33) * C1;
    }

    /** A bijection that spreads every bit over all others. */
    static long finish(long word) {
        long k = word;
        k ^= k >>> 33;
        k *= 0xff51afd7ed558ccdL;
        k ^= k >>> 33;
        k *= 0xc4ceb9fe1a85ec53L;
        return k ^ k >>> 33;
    }
}
