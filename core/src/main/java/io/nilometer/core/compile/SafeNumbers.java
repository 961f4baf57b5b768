package io.nilometer.core.compile;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import org.apache.spark.sql.types.Decimal;
import org.jspecify.annotations.Nullable;

/**
 * Arithmetic whose results are null where they do not fit their type, in place of Spark's, which wrap around. Public for
 * generated code only.
 */
public final class SafeNumbers {

    private static final double BEYOND_LONG = 0x1p63;
    private static final double MICROS = 1_000_000;
    private static final BigDecimal EXACT_MICROS = BigDecimal.valueOf(1_000_000);

    private SafeNumbers() {}

    public static @Nullable Integer addInts(int a, int b, TooLarge tooLarge) {
        return toInt((long) a + b, tooLarge);
    }

    public static @Nullable Integer subtractInts(int a, int b, TooLarge tooLarge) {
        return toInt((long) a - b, tooLarge);
    }

    public static @Nullable Integer multiplyInts(int a, int b, TooLarge tooLarge) {
        return toInt((long) a * b, tooLarge);
    }

    public static @Nullable Long addLongs(long a, long b, TooLarge tooLarge) {
        long sum = a + b;
        return ((a ^ sum) & (b ^ sum)) < 0 ? met(tooLarge) : (Long) sum;
    }

    public static @Nullable Long subtractLongs(long a, long b, TooLarge tooLarge) {
        long difference = a - b;
        return ((a ^ b) & (a ^ difference)) < 0 ? met(tooLarge) : (Long) difference;
    }

    public static @Nullable Long multiplyLongs(long a, long b, TooLarge tooLarge) {
        long product = a * b;
        return Math.multiplyHigh(a, b) == product >> 63 ? (Long) product : met(tooLarge);
    }

    public static @Nullable Long negate(long value, TooLarge tooLarge) {
        return value == Long.MIN_VALUE ? met(tooLarge) : (Long) (-value);
    }

    public static @Nullable Long abs(long value, TooLarge tooLarge) {
        return value < 0 ? negate(value, tooLarge) : (Long) value;
    }

    public static @Nullable Long divide(long a, long b, TooLarge tooLarge) {
        return b == 0 ? null : b == -1 ? negate(a, tooLarge) : (Long) (a / b);
    }

    public static @Nullable Long divideDecimals(Decimal a, Decimal b, TooLarge tooLarge) {
        BigDecimal divisor = b.toJavaBigDecimal();
        return divisor.signum() == 0
                ? null
                : fitting(a.toJavaBigDecimal().divideToIntegralValue(divisor).toBigInteger(), tooLarge);
    }

    /** The remainder, moved by a positive divisor when it is negative. */
    public static @Nullable Long pmod(long a, long b) {
        if (b == 0) {
            return null;
        }
        long rest = a % b;
        return rest < 0 && b > 0 ? rest + b : rest;
    }

    /** At a power of ten. @param scale its negative exponent */
    public static @Nullable Long round(long value, int scale, boolean even, TooLarge tooLarge) {
        return scale >= 0
                ? (Long) value
                : fitting(
                        BigDecimal.valueOf(value)
                                .setScale(Math.max(scale, -40), even ? RoundingMode.HALF_EVEN : RoundingMode.HALF_UP)
                                .toBigInteger(),
                        tooLarge);
    }

    public static @Nullable Byte toByte(long value, TooLarge tooLarge) {
        if (value == (byte) value) {
            return (byte) value;
        }
        tooLarge.meet();
        return null;
    }

    public static @Nullable Short toShort(long value, TooLarge tooLarge) {
        if (value == (short) value) {
            return (short) value;
        }
        tooLarge.meet();
        return null;
    }

    public static @Nullable Integer toInt(long value, TooLarge tooLarge) {
        if (value == (int) value) {
            return (int) value;
        }
        tooLarge.meet();
        return null;
    }

    /** Without its fraction. */
    public static @Nullable Long ofDouble(double value, TooLarge tooLarge) {
        return value >= -BEYOND_LONG && value < BEYOND_LONG ? (Long) (long) value : met(tooLarge);
    }

    public static @Nullable Long ceil(double value, TooLarge tooLarge) {
        return ofDouble(Math.ceil(value), tooLarge);
    }

    public static @Nullable Long floor(double value, TooLarge tooLarge) {
        return ofDouble(Math.floor(value), tooLarge);
    }

    /** Without its fraction. */
    public static @Nullable Long ofDecimal(Decimal value, TooLarge tooLarge) {
        return fitting(value.toJavaBigDecimal().toBigInteger(), tooLarge);
    }

    /** A timestamp, from seconds. */
    public static @Nullable Long timeOfSeconds(long seconds, TooLarge tooLarge) {
        return multiplyLongs(seconds, 1_000_000, tooLarge);
    }

    public static @Nullable Long timeOfMillis(long millis, TooLarge tooLarge) {
        return multiplyLongs(millis, 1_000, tooLarge);
    }

    public static @Nullable Long timeOfDouble(double seconds, TooLarge tooLarge) {
        return ofDouble(seconds * MICROS, tooLarge);
    }

    public static @Nullable Long timeOfDecimal(Decimal seconds, TooLarge tooLarge) {
        return fitting(seconds.toJavaBigDecimal().multiply(EXACT_MICROS).toBigInteger(), tooLarge);
    }

    /** The seconds, if a timestamp can have so many. */
    public static @Nullable Long secondsOfTime(long seconds, TooLarge tooLarge) {
        return timeOfSeconds(seconds, tooLarge) == null ? null : (Long) seconds;
    }

    public static @Nullable Decimal addDecimals(Decimal a, Decimal b, int precision, int scale, TooLarge tooLarge) {
        return rounded(a.$plus(b), precision, scale, tooLarge);
    }

    public static @Nullable Decimal subtractDecimals(
            Decimal a, Decimal b, int precision, int scale, TooLarge tooLarge) {
        return rounded(a.$minus(b), precision, scale, tooLarge);
    }

    public static @Nullable Decimal multiplyDecimals(
            Decimal a, Decimal b, int precision, int scale, TooLarge tooLarge) {
        return rounded(a.$times(b), precision, scale, tooLarge);
    }

    /** As Spark's arithmetic does it. */
    private static @Nullable Decimal rounded(Decimal value, int precision, int scale, TooLarge tooLarge) {
        Decimal fitting = value.toPrecision(precision, scale, Decimal.ROUND_HALF_UP(), true, null);
        if (fitting == null) {
            tooLarge.meet();
        }
        return fitting;
    }

    private static @Nullable Long fitting(BigInteger value, TooLarge tooLarge) {
        return value.bitLength() < Long.SIZE ? (Long) value.longValue() : met(tooLarge);
    }

    private static @Nullable Long met(TooLarge tooLarge) {
        tooLarge.meet();
        return null;
    }
}
