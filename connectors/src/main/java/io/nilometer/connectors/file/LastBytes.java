package io.nilometer.connectors.file;

import java.util.Arrays;

/** The bytes of a file that were read last, to see whether they are still there. */
final class LastBytes {

    private final byte[] bytes = new byte[Fingerprint.BEFORE];
    private int length;

    /** @param more may be 0 or less at the end of a file */
    void add(byte[] from, int offset, int more) {
        if (more <= 0) {
            return;
        }
        int added = Math.min(more, bytes.length);
        int kept = Math.min(length, bytes.length - added);
        System.arraycopy(bytes, length - kept, bytes, 0, kept);
        System.arraycopy(from, offset + more - added, bytes, kept, added);
        length = kept + added;
    }

    void clear() {
        length = 0;
    }

    int length() {
        return length;
    }

    boolean matches(byte[] others) {
        return Arrays.equals(bytes, 0, length, others, 0, others.length);
    }
}
