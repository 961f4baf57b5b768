package io.nilometer.api;

import org.jspecify.annotations.Nullable;

/** Turns records into fields. Used by one thread; keeps no memory from record to record that changes a result. */
public interface Decoder {

    /** Stands for "no event of this partition was seen yet", or "the clock of this stream is not that of its events". */
    long NO_CLOCK = Long.MIN_VALUE;

    /** Whether {@link #reference} is called before each record. Asked once. */
    default boolean wantsReference() {
        return false;
    }

    /**
     * Says when the next record is from, for times that are written in part. Both are part of what is committed, so a record
     * that is read again is decoded as before.
     *
     * @param clockMicros the largest event time of the partition before this record, or {@link #NO_CLOCK}
     * @param referenceMicros a time that the record is hardly later than: the transport's timestamp, else when its file was
     *     written last, else the wall clock
     */
    default void reference(long clockMicros, long referenceMicros) {}

    /**
     * Decodes one record. Must not throw, whatever the bytes are.
     *
     * @param out all its slots are null at the call; what was set before a rejection is ignored
     * @return null, or the reason why the record is rejected, in snake_case, such as {@code not_json}
     */
    @Nullable
    String decode(byte[] buffer, int offset, int length, FieldWriter out);

    /**
     * Says how the records after it are laid out, as {@link LineFraming.Role#LAYOUT} found it; null: as the options say.
     * Called only when it changes.
     */
    default void layout(byte @Nullable [] layout) {}

    /** Which of several formats the record decoded last was in; null when there is only one. */
    default @Nullable String format() {
        return null;
    }
}
