package io.nilometer.core.compile;

import org.apache.spark.unsafe.types.UTF8String;

/** Counts in a text, in linear time, what searching it would meet. */
final class TextSearch {

    private TextSearch() {}

    /** How often the first byte of a text is in another. */
    static long starts(UTF8String text, UTF8String wanted) {
        if (wanted.numBytes() == 0) {
            return 0;
        }
        byte first = wanted.getByte(0);
        long count = 0;
        byte[] bytes = text.getBytes();
        for (byte each : bytes) {
            count += each == first ? 1 : 0;
        }
        return count;
    }

    /** How often a text is in another, without overlaps. */
    static long count(UTF8String text, UTF8String wanted) {
        long count = 0;
        int length = wanted.numBytes();
        byte[] bytes = text.getBytes();
        byte[] searched = wanted.getBytes();
        for (int at = 0; at + length <= bytes.length; ) {
            if (java.util.Arrays.equals(bytes, at, at + length, searched, 0, length)) {
                count++;
                at += length;
            } else {
                at++;
            }
        }
        return count;
    }
}
