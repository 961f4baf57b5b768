package io.nilometer.core.decode;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The names of an object's members as bytes. Each remembers which one followed it last time: records of a stream have the same
 * names in the same order, so one comparison in place mostly replaces looking for the end of a name and hashing it. Names
 * that nobody wants are learned for that, up to a limit; what is remembered changes the speed only.
 */
final class JsonKeys {

    private static final int MAX_LEARNED = 64;
    private static final int LONGER_THAN_RECORDS = Integer.MAX_VALUE;

    /** A member's name. */
    static final class Key {
        private final byte[] quoted;
        private final int length;
        private final long head;
        private final long headMask;
        private final long tail;

        /** What is wanted of the member; null: nothing. */
        final @Nullable JsonNode node;

        /** The name that came after this one in the last record. */
        Key next;

        /** A name that is nowhere: it is longer than any record. */
        private Key() {
            this(new byte[0], LONGER_THAN_RECORDS, null);
        }

        /** @param quoted the name and its closing quote */
        private Key(byte[] quoted, @Nullable JsonNode node) {
            this(quoted, quoted.length, node);
        }

        private Key(byte[] quoted, int length, @Nullable JsonNode node) {
            this.quoted = quoted;
            this.length = length;
            this.node = node;
            next = this;
            byte[] padded = Arrays.copyOf(quoted, Math.max(8, quoted.length));
            head = Words.at(padded, 0);
            headMask = quoted.length >= 8 ? -1L : (1L << (8 * quoted.length)) - 1;
            tail = Words.at(padded, padded.length - 8);
        }

        /** With the closing quote. */
        int length() {
            return length;
        }

        /** Whether this name and its closing quote are at p. */
        boolean isAt(byte[] b, int p, int end) {
            if (length > end - p) {
                return false;
            }
            if (length < 8) {
                return p + 8 <= b.length
                        ? (Words.at(b, p) & headMask) == head
                        : Arrays.equals(b, p, p + length, quoted, 0, length);
            }
            if (Words.at(b, p) != head || Words.at(b, p + length - 8) != tail) {
                return false;
            }
            return length <= 16 || Arrays.equals(b, p, p + length, quoted, 0, length);
        }
    }

    private final Key unknown = new Key();
    private final Key start = new Key();
    private final Key[] table;
    private int learned;

    JsonKeys(Map<String, JsonNode> wanted) {
        table = new Key[Integer.highestOneBit((wanted.size() + MAX_LEARNED) * 4)];
        start.next = unknown;
        unknown.next = unknown;
        wanted.forEach((name, node) -> {
            if (name.chars().noneMatch(c -> c == '"' || c == '\\' || c < ' ')) { // those are written with escapes
                byte[] bytes = (name + '"').getBytes(StandardCharsets.UTF_8);
                table[place(bytes, 0, bytes.length)] = new Key(bytes, node);
            }
        });
    }

    /** Before the first name. */
    Key start() {
        return start;
    }

    /**
     * Finds a name in the table.
     *
     * @param to behind the closing quote
     */
    Key find(byte[] b, int from, int to) {
        int place = place(b, from, to);
        Key found = table[place];
        if (found != null) {
            return found;
        }
        if (learned == MAX_LEARNED || to - from > 256) {
            return unknown;
        }
        learned++;
        Key key = new Key(Arrays.copyOfRange(b, from, to), null);
        key.next = unknown;
        table[place] = key;
        return key;
    }

    private int place(byte[] b, int from, int to) {
        int hash = 0;
        for (int i = from; i < to; i++) {
            hash = hash * 31 + b[i];
        }
        int place = (hash ^ hash >>> 15) & (table.length - 1);
        while (table[place] != null
                && !Arrays.equals(b, from, to, table[place].quoted, 0, table[place].quoted.length)) {
            place = (place + 1) & (table.length - 1);
        }
        return place;
    }
}
