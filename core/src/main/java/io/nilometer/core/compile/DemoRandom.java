package io.nilometer.core.compile;

import java.util.UUID;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Chance that repeats itself: a function of the record's number and of where in the section it is used. The mixing is
 * SplitMix64's (Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators, 2014). Public for Spark's calls only.
 */
public final class DemoRandom {

    private DemoRandom() {}

    /** From 0 (inclusive) to 1 (exclusive). */
    public static double uniform(long n, long seed) {
        return (bits(n, seed) >>> 11) * 0x1.0p-53;
    }

    /** Normal with mean 0 and deviation 1 (Box and Muller 1958). */
    public static double gaussian(long n, long seed) {
        double radius = Math.sqrt(-2 * Math.log(1 - uniform(n, seed)));
        return radius * Math.cos(2 * Math.PI * uniform(n, mix(seed)));
    }

    public static UTF8String uuid(long n, long seed) {
        long high = bits(n, seed) & 0xFFFFFFFFFFFF0FFFL | 0x4000L;
        long low = bits(n, mix(seed)) & 0x3FFFFFFFFFFFFFFFL | 0x8000000000000000L;
        return UTF8String.fromString(new UUID(high, low).toString());
    }

    static long mix(long value) {
        long z = value + 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    private static long bits(long n, long seed) {
        return mix(mix(n) ^ seed);
    }
}
