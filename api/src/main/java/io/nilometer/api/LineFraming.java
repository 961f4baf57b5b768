package io.nilometer.api;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How the lines of one partition become records: which belong together, and which only say how others are to be read. One
 * instance serves one partition and is asked about every line in order; after a restart it is asked again about the lines
 * of records that had not come to their end. Must not throw, whatever the bytes are.
 */
public interface LineFraming {

    /** What a line is. */
    enum Role {
        /** A record by itself. What was pending in its lane is complete. */
        WHOLE,
        /** The first line of a record that may go on. What was pending in its lane is complete. */
        BEGINS,
        /** Goes on with the pending record, which may go on further. */
        CONTINUES,
        /** The last line of the pending record. */
        ENDS,
        /** No record: the layout of the lines after it, such as a header. What was pending is complete. */
        LAYOUT,
        /** No record, such as a comment. */
        NONE
    }

    Role role(byte[] buffer, int offset, int length);

    /** How many records may be pending side by side. */
    default int lanes() {
        return 1;
    }

    /** The lane of the line judged last. */
    default int lane() {
        return 0;
    }

    /** What is pending in a lane has been given out although it may not have come to its end. */
    default void givenUp(int lane) {}

    /** Whether a line has been seen, for those to whom the first one is special; kept across restarts. */
    default boolean hasBegun() {
        return false;
    }

    /**
     * Goes on where another one was.
     *
     * @param layout that was in force; null: none
     */
    default void resume(byte @Nullable [] layout) {}

    /** Whether the lines of a record that never came to its end are records by themselves. */
    default boolean standsAlone() {
        return false;
    }

    /** Whether a line can only be of this format; asked where a stream may have several. */
    default boolean claims(byte[] buffer, int offset, int length) {
        return false;
    }

    /** Whether a line that no format claims may be of this one. */
    default boolean takesAny() {
        return true;
    }

    /** After so many lines a record is complete, whether it has come to its end or not. */
    default int maxLines() {
        return Integer.MAX_VALUE;
    }

    /** Puts the lines of a record together. */
    default byte[] join(List<byte[]> lines) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (int i = 0; i < lines.size(); i++) {
            if (i > 0) {
                joined.write('\n');
            }
            joined.writeBytes(lines.get(i));
        }
        return joined.toByteArray();
    }

    /** What is wrong with a layout, for the user; null when all is well. */
    default @Nullable String problem(byte[] layout) {
        return null;
    }

    /** Whether a record holds several that are counted and decoded one by one. */
    default boolean isSeveral(byte[] buffer, int offset, int length) {
        return false;
    }

    /**
     * Hands over the records within a record.
     *
     * @return false when it is damaged: then it stays one record, to be rejected
     */
    default boolean split(byte[] buffer, int offset, int length, Consumer<Part> out) {
        return false;
    }

    /** A slice of a record. */
    record Part(int offset, int length) {}
}
