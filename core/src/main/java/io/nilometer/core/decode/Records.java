package io.nilometer.core.decode;

/** Where the text of a record begins and ends. */
final class Records {

    private Records() {}

    /** Files written on some systems begin with U+FEFF, which is no part of their first record. */
    static int withoutByteOrderMark(byte[] b, int from, int to) {
        boolean marked =
                to - from >= 3 && b[from] == (byte) 0xEF && b[from + 1] == (byte) 0xBB && b[from + 2] == (byte) 0xBF;
        return marked ? from + 3 : from;
    }

    /** Lines written on some systems end with a carriage return too. */
    static int withoutCarriageReturn(byte[] b, int from, int to) {
        return to > from && b[to - 1] == '\r' ? to - 1 : to;
    }
}
