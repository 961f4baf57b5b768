package io.nilometer.connectors.file.unpack;

/** Whether bytes begin as they must. */
enum Likeness {
    NO,
    /** As far as there are bytes. */
    PERHAPS,
    YES;

    static Likeness of(byte[] bytes, int at, int length, int... wanted) {
        for (int i = 0; i < Math.min(length, wanted.length); i++) {
            if ((bytes[at + i] & 0xff) != wanted[i]) {
                return NO;
            }
        }
        return length < wanted.length ? PERHAPS : YES;
    }

    Likeness or(Likeness other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
