package io.nilometer.core.compile;

import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/** What functions of texts make, and the comparisons they take. */
final class TextBounds {

    private static final int LONGEST_CHARACTER = 4;
    /** No number is written in so many characters. */
    private static final int NUMBER = 400;

    private TextBounds() {}

    static void repeat(@Nullable Object[] a, Budget budget) {
        budget.make(size(a[0]) * Math.max(number(a[1]), 0));
    }

    static void space(@Nullable Object[] a, Budget budget) {
        budget.make(number(a[0]));
    }

    static void pad(@Nullable Object[] a, Budget budget) {
        long padding = a.length > 2 ? size(a[2]) : 1;
        long each =
                padding == 0 ? 0 : a[2] instanceof UTF8String pad ? (padding + pad.numChars() - 1) / pad.numChars() : 1;
        budget.make(Math.max(0, Math.max(number(a[1]) * each, Math.min(size(a[0]), number(a[1]) * LONGEST_CHARACTER))));
    }

    static void concatWs(@Nullable Object[] a, Budget budget) {
        long separator = size(a[0]);
        long made = 0;
        for (int i = 1; i < a.length; i++) {
            long parts = a[i] instanceof ArrayData array ? array.numElements() : 1;
            made += Sizes.of(a[i], Budget.LARGEST) + parts * separator;
        }
        budget.make(made);
    }

    static void join(@Nullable Object[] a, Budget budget) {
        if (a[0] instanceof ArrayData array) {
            long instead = a.length > 2 ? size(a[2]) : 0;
            budget.make(Sizes.of(a[0], Budget.LARGEST)
                    - 8L * array.numElements()
                    + array.numElements() * (size(a[1]) + instead));
        }
    }

    static void replace(@Nullable Object[] a, Budget budget) {
        search(0, 1).check(a, budget);
        long text = size(a[0]);
        long found = size(a[1]);
        long put = size(a[2]);
        long made = text;
        if (found > 0 && put > found && text / found * (put - found) > Budget.LARGEST - text) {
            made += TextSearch.count((UTF8String) a[0], (UTF8String) a[1]) * (put - found);
        }
        if (made > text) {
            budget.make(made);
        } else {
            budget.spend(made);
        }
    }

    static void translate(@Nullable Object[] a, Budget budget) {
        budget.spend(size(a[0]) * LONGEST_CHARACTER + size(a[1]) + size(a[2]));
    }

    /** Each number after a % is a width or a precision, unless a $ says that it is an argument's place. */
    static void format(@Nullable Object[] a, Budget budget) {
        if (!(a[0] instanceof UTF8String format)) {
            return;
        }
        long largest = 0;
        for (int i = 1; i < a.length; i++) {
            largest = Math.max(largest, a[i] == null ? 4 : Math.max(size(a[i]), NUMBER));
        }
        long made = format.numBytes();
        int bytes = format.numBytes();
        for (int i = 0; i < bytes; i++) {
            if (format.getByte(i) != '%') {
                continue;
            }
            long widths = 0;
            long number = 0;
            int at = i + 1;
            for (; at < bytes && "0123456789.$-#+ ,(<".indexOf(format.getByte(at)) >= 0; at++) {
                byte c = format.getByte(at);
                if (c >= '0' && c <= '9') {
                    number = Math.min(Budget.LARGEST + 1, number * 10 + c - '0');
                } else {
                    widths += c == '$' ? 0 : number;
                    number = 0;
                }
            }
            boolean text = at < bytes && "sShHbBcCdxXoeEfgGaA".indexOf(format.getByte(at)) >= 0;
            made += widths + number + (text ? largest(a, largest) : 0);
            i = at;
        }
        budget.make(made);
    }

    private static long largest(@Nullable Object[] a, long largest) {
        return a.length > 1 ? Math.max(4, largest) : 0;
    }

    /** With so many decimals, or with a pattern. */
    static void formatNumber(@Nullable Object[] a, Budget budget) {
        budget.make(NUMBER + (a[1] instanceof UTF8String pattern ? 4L * pattern.numBytes() : number(a[1])));
    }

    static void levenshtein(@Nullable Object[] a, Budget budget) {
        long left = size(a[0]);
        long right = size(a[1]);
        // A cell takes as long as eight comparisons of bytes. Beyond a threshold no cell is looked at.
        long width = a.length > 2 && a[2] != null ? Math.min(right, 2 * Math.max(0, number(a[2])) + 1) : right;
        budget.spend(left * width * 8 + left + right);
    }

    /** Looking for a text in a text compares it wherever its first byte is. */
    static Bound search(int text, int found) {
        return (a, budget) -> {
            long all = size(a[text]);
            long wanted = size(a[found]);
            budget.spend(
                    all * (1 + wanted / 8) <= Budget.STEPS / 16
                            ? all
                            : all + TextSearch.starts((UTF8String) a[text], (UTF8String) a[found]) * (wanted / 8 + 1));
        };
    }

    /** Digits become a number in quadratic time; exponents make as many digits as they say. */
    static void decimal(@Nullable Object[] a, Budget budget) {
        long digits = size(a[0]);
        budget.spend(digits * digits / 64);
        if (a[0] instanceof UTF8String text) {
            budget.make(Math.min(Budget.LARGEST + 1, exponent(text)));
        }
    }

    private static long exponent(UTF8String text) {
        long value = -1;
        for (int i = 0; i < text.numBytes() && value <= Budget.LARGEST; i++) {
            byte c = text.getByte(i);
            if (c == 'e' || c == 'E') {
                value = 0;
            } else if (value >= 0 && c >= '0' && c <= '9') {
                value = value * 10 + c - '0';
            }
        }
        // Ten to the power of n takes as long as n squared.
        return Math.max(0, value) * Math.max(0, value) / 1024;
    }

    static void squared(@Nullable Object[] a, Budget budget) {
        long size = Sizes.of(a[0], Budget.STEPS) / 64;
        budget.spend(size * size);
    }

    private static long size(@Nullable Object value) {
        return value == null ? 0 : Sizes.of(value, Budget.STEPS);
    }

    private static long number(@Nullable Object value) {
        return value instanceof Number number ? number.longValue() : 0;
    }
}
