package io.nilometer.core.decode;

/** Numbers since the epoch in a known unit to microseconds. */
final class EpochText {

    private static final int MOST_DIGITS = 17;

    private EpochText() {}

    /**
     * Digits, with a fraction or without; {@link Timestamps#INVALID} for anything else.
     *
     * @param power the unit is 10 to the power of this, in microseconds; digits behind microseconds are cut off
     */
    static long micros(byte[] b, int from, int to, int power) {
        long value = 0;
        int left = -1; // digits of the fraction that still count; -1 before it
        int digits = 0;
        for (int p = from; p < to; p++) {
            if (b[p] == '.' && left < 0) {
                left = power;
            } else if (b[p] < '0' || b[p] > '9') {
                return Timestamps.INVALID;
            } else if (left != 0) {
                value = value * 10 + b[p] - '0';
                digits++;
                left -= left > 0 ? 1 : 0;
            }
        }
        for (int i = left < 0 ? power : left; i > 0; i--) {
            value *= 10;
            digits++;
        }
        return digits == 0 || digits > MOST_DIGITS ? Timestamps.INVALID : Timestamps.inRange(value);
    }
}
