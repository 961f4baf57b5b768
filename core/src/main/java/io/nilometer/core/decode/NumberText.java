package io.nilometer.core.decode;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A number read from ASCII digits: mantissa × 10^exponent. One object is used again and again; scan first, then ask. Nothing
 * here costs more than linear time, whatever the number of digits and the size of the exponent.
 */
final class NumberText {

    private static final int MAX_DIGITS = 19;
    private static final int HUGE_EXPONENT = 100_000_000;
    private static final double[] EXACT_POWERS = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22
    };
    private static final long[] POWERS = new long[19];

    static {
        POWERS[0] = 1;
        for (int i = 1; i < POWERS.length; i++) {
            POWERS[i] = POWERS[i - 1] * 10;
        }
    }

    private boolean negative;
    /** The first digits, up to 19, as an unsigned number. */
    private long mantissa;

    private int digits;
    private int exponent;
    /** Whether digits other than zero did not fit into the mantissa. */
    private boolean cut;

    private long whole;

    /** Reads a number in JSON's grammar from the front; returns the index behind it, or -1 when there is none. */
    int scanJson(byte[] bytes, int from, int to) {
        int p = from;
        negative = p < to && bytes[p] == '-';
        if (negative) {
            p++;
        }
        clear();
        int start = p;
        p = integerDigits(bytes, p, to);
        if (p == start || (p > start + 1 && bytes[start] == '0')) {
            return -1;
        }
        if (p < to && bytes[p] == '.') {
            int fraction = p + 1;
            p = fractionDigits(bytes, fraction, to);
            if (p == fraction) {
                return -1;
            }
        }
        return p < to && (bytes[p] | 0x20) == 'e' ? exponentDigits(bytes, p + 1, to) : p;
    }

    /** Whether all of the text is a number as people write it: also with a plus sign, leading zeros, {@code .5} or {@code 5.}. */
    boolean scanText(byte[] bytes, int from, int to) {
        int p = from;
        negative = p < to && bytes[p] == '-';
        if (negative || (p < to && bytes[p] == '+')) {
            p++;
        }
        clear();
        int start = p;
        p = integerDigits(bytes, p, to);
        int count = p - start;
        if (p < to && bytes[p] == '.') {
            int fraction = p + 1;
            p = fractionDigits(bytes, fraction, to);
            count += p - fraction;
        }
        if (count == 0) {
            return false;
        }
        if (p < to && (bytes[p] | 0x20) == 'e') {
            p = exponentDigits(bytes, p + 1, to);
        }
        return p == to;
    }

    /** Whether the number is an integer of 64 bits, then found in {@link #whole}: 7, 7.0, 7e3, but not 7.1. */
    boolean isWhole() {
        long value = mantissa;
        int power = exponent;
        while (power < 0 && value != 0 && Long.remainderUnsigned(value, 10) == 0) {
            value = Long.divideUnsigned(value, 10);
            power++;
        }
        if (value == 0) {
            whole = 0;
            return !cut;
        }
        if (cut
                || power < 0
                || power >= POWERS.length
                || (value < 0 && !(negative && value == Long.MIN_VALUE && power == 0))) {
            return false;
        }
        whole = negative ? -value : value;
        if (power > 0) {
            if (Math.multiplyHigh(whole, POWERS[power]) != (whole * POWERS[power]) >> 63) {
                return false;
            }
            whole *= POWERS[power];
        }
        return true;
    }

    long whole() {
        return whole;
    }

    /**
     * The nearest double; infinite when out of range. Small numbers take the exact way of W. D. Clinger, "How to read floating
     * point numbers accurately" (PLDI 1990).
     *
     * @param bytes the text that was scanned
     */
    double toDouble(byte[] bytes, int from, int to) {
        if (!cut && mantissa >= 0 && mantissa <= 1L << 53 && exponent >= -22 && exponent <= 22) {
            double value = exponent < 0 ? mantissa / EXACT_POWERS[-exponent] : mantissa * EXACT_POWERS[exponent];
            return negative ? -value : value;
        }
        return Double.parseDouble(new String(bytes, from, to - from, StandardCharsets.ISO_8859_1));
    }

    /**
     * Rounded half up to the scale.
     *
     * @param bytes the text that was scanned
     * @return null when it has more digits than the precision
     */
    @Nullable
    BigDecimal toDecimal(byte[] bytes, int from, int to, int precision, int scale) {
        long magnitude = (long) digits + exponent; // the number is 0.DIGITS × 10^magnitude
        if (mantissa == 0 || magnitude + scale < 0) {
            return BigDecimal.valueOf(0, scale);
        }
        if (magnitude > precision - scale) {
            return null;
        }
        int keep = (int) magnitude + scale;
        byte[] kept = new byte[keep + 1];
        java.util.Arrays.fill(kept, (byte) '0');
        int count = 0;
        for (int p = from; p < to && count < kept.length && (bytes[p] | 0x20) != 'e'; p++) {
            if (bytes[p] >= (count == 0 ? '1' : '0')) {
                kept[count++] = bytes[p];
            }
        }
        BigInteger unscaled =
                keep == 0 ? BigInteger.ZERO : new BigInteger(new String(kept, 0, keep, StandardCharsets.ISO_8859_1));
        if (kept[keep] >= '5') {
            unscaled = unscaled.add(BigInteger.ONE);
        }
        BigDecimal value = new BigDecimal(negative ? unscaled.negate() : unscaled, scale);
        return value.precision() > precision ? null : value;
    }

    /**
     * The number as a time, in microseconds since the epoch, rounded down; {@link Timestamps#INVALID} when out of range.
     *
     * @param unit null: the one of s, ms, µs and ns that gives a time in the years 1971 to 2099
     */
    long toMicros(@Nullable TimeUnit unit) {
        TimeUnit taken = unit == null ? plausibleUnit() : unit;
        if (taken == null) {
            return Timestamps.INVALID;
        }
        long value = mantissa;
        int power = exponent + microsPower(taken);
        if (value < 0) {
            value = Long.divideUnsigned(value, 10);
            power++;
        }
        if (value == 0) {
            return 0;
        }
        value = negative ? -value : value;
        if (power < 0) {
            return Timestamps.inRange(
                    power > -POWERS.length ? Math.floorDiv(value, POWERS[-power]) : negative ? -1 : 0);
        }
        if (power >= POWERS.length || Math.multiplyHigh(value, POWERS[power]) != (value * POWERS[power]) >> 63) {
            return Timestamps.INVALID;
        }
        return Timestamps.inRange(value * POWERS[power]);
    }

    /** The power of ten that makes microseconds of it. */
    static int microsPower(TimeUnit unit) {
        return switch (unit) {
            case NANOSECONDS -> -3;
            case MICROSECONDS -> 0;
            case MILLISECONDS -> 3;
            case SECONDS -> 6;
            default -> throw new IllegalArgumentException("times are numbers of s, ms, us or ns, not of " + unit);
        };
    }

    private @Nullable TimeUnit plausibleUnit() {
        if (negative || mantissa == 0 || Math.abs(exponent) > 40) {
            return null;
        }
        double value = (mantissa >>> 1) * 2.0 * Math.pow(10, exponent);
        double unitsPerSecond = 1;
        for (TimeUnit unit : PLAUSIBLE) {
            if (value >= 31_536_000L * unitsPerSecond && value < 4_102_444_800L * unitsPerSecond) {
                return unit;
            }
            unitsPerSecond *= 1000;
        }
        return null;
    }

    private static final TimeUnit[] PLAUSIBLE = {
        TimeUnit.SECONDS, TimeUnit.MILLISECONDS, TimeUnit.MICROSECONDS, TimeUnit.NANOSECONDS
    };

    private void clear() {
        mantissa = 0;
        digits = 0;
        exponent = 0;
        cut = false;
    }

    private int integerDigits(byte[] bytes, int from, int to) {
        int p = from;
        long value = 0;
        int count = 0;
        int digit;
        while (p < to && (digit = bytes[p] - '0') >= 0 && digit <= 9) {
            if (count < MAX_DIGITS) {
                value = value * 10 + digit;
                count += value == 0 ? 0 : 1;
            } else {
                exponent++;
                cut |= digit != 0;
            }
            p++;
        }
        mantissa = value;
        digits = count;
        return p;
    }

    private int fractionDigits(byte[] bytes, int from, int to) {
        int p = from;
        long value = mantissa;
        int count = digits;
        int digit;
        while (p < to && (digit = bytes[p] - '0') >= 0 && digit <= 9) {
            if (count < MAX_DIGITS) {
                value = value * 10 + digit;
                count += value == 0 ? 0 : 1;
                exponent--;
            } else {
                cut |= digit != 0;
            }
            p++;
        }
        mantissa = value;
        digits = count;
        return p;
    }

    private int exponentDigits(byte[] bytes, int from, int to) {
        int p = from;
        boolean minus = p < to && bytes[p] == '-';
        if (minus || (p < to && bytes[p] == '+')) {
            p++;
        }
        int start = p;
        int value = 0;
        int digit;
        while (p < to && (digit = bytes[p] - '0') >= 0 && digit <= 9) {
            value = Math.min(value * 10 + digit, HUGE_EXPONENT);
            p++;
        }
        exponent += minus ? -value : value;
        return p == start ? -1 : p;
    }
}
