package io.nilometer.core.row;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The 64-bit hash of an encoded key. It decides where a key's state lives, in every run and on every engine, so it never
 * changes. Folded 128-bit multiplications over 8-byte words, after wyhash (Wang Yi, 2019, public domain).
 */
public final class KeyHash {

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long P0 = 0xa0761d6478bd642fL;
    private static final long P1 = 0xe7037ed1a0b428dbL;

    private KeyHash() {}

    public static long of(byte[] bytes, int offset, int length) {
        long hash = P0 ^ length;
        int at = offset;
        int rest = length;
        while (rest > 8) {
            hash = fold((long) LONG.get(bytes, at) ^ P1, hash);
            at += 8;
            rest -= 8;
        }
        return fold(fold(word(bytes, at, rest) ^ P1, hash), P0 ^ length);
    }

    /** Mixes two words into one. */
    public static long mix(long left, long right) {
        return fold(left ^ P0, right ^ P1);
    }

    /** Up to eight bytes as one word: of two slices of the same length, different ones give different words. */
    public static long word(byte[] bytes, int at, int length) {
        if (length == 8) {
            return (long) LONG.get(bytes, at);
        }
        if (length >= 4) {
            return ((int) INT.get(bytes, at) & 0xFFFFFFFFL) | ((long) (int) INT.get(bytes, at + length - 4) << 32);
        }
        long word = 0;
        for (int i = 0; i < length; i++) {
            word |= (bytes[at + i] & 0xFFL) << (8 * i);
        }
        return word;
    }

    private static long fold(long left, long right) {
        return left * right ^ unsignedHigh(left, right);
    }

    /** The upper half of the unsigned product; {@code Math.unsignedMultiplyHigh} came with Java 18. */
    private static long unsignedHigh(long left, long right) {
        return Math.multiplyHigh(left, right) + ((left >> 63) & right) + ((right >> 63) & left);
    }
}
