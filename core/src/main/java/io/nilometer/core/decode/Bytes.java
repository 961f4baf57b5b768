package io.nilometer.core.decode;

/** Looking for bytes in a part of an array. */
final class Bytes {

    private Bytes() {}

    static int indexOf(byte[] b, int from, int to, char wanted) {
        for (int i = from; i < to; i++) {
            if (b[i] == wanted) {
                return i;
            }
        }
        return -1;
    }

    static int indexOf(byte[] b, int from, int to, char first, char second) {
        for (int i = from; i + 1 < to; i++) {
            if (b[i] == first && b[i + 1] == second) {
                return i;
            }
        }
        return -1;
    }

    static int indexOf(byte[] b, int from, int to, char first, char second, char third) {
        for (int i = from; i + 2 < to; i++) {
            if (b[i] == first && b[i + 1] == second && b[i + 2] == third) {
                return i;
            }
        }
        return -1;
    }

    /** An empty text is found where the search begins. */
    static int indexOf(byte[] b, int from, int to, byte[] wanted) {
        for (int i = from; i + wanted.length <= to; i++) {
            if (startsWith(b, i, to, wanted)) {
                return i;
            }
        }
        return -1;
    }

    static boolean startsWith(byte[] b, int from, int to, byte[] wanted) {
        return from + wanted.length <= to
                && java.util.Arrays.equals(b, from, from + wanted.length, wanted, 0, wanted.length);
    }
}
