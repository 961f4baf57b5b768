package io.nilometer.connectors.file;

import io.nilometer.api.PartitionId;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Which file of a partition is to be read next, and what has to be remembered to know that again after a restart. */
sealed interface FileQueue permits BoundedQueue, FollowQueue {

    /** The file that has something to read, the same one again until it has been read; null when there is none now. */
    @Nullable
    TrackedFile next();

    /** How a file ends. */
    enum Ending {
        /** For now: more may come any time. */
        OPEN,
        /** For now, and it is worth looking again only when the file has changed. */
        RESTING,
        /** For good: a last line without a line feed counts. */
        WHOLE,
        /** For good, but too soon: a last line without a line feed is a piece of one. */
        BROKEN
    }

    /** Up to which offset a file may be read. */
    long readable(TrackedFile file);

    /** What it means that a file gives no more bytes. */
    Ending ending(TrackedFile file);

    /** Whether a failure means only that the file went away and will be looked for again. */
    boolean forgives(TrackedFile file, IOException failure);

    /** Asked when more has been read of an open file: whether what was read of it before is still in it. */
    boolean isAsRead(TrackedFile file) throws IOException;

    /** Told when it is not; what is to be read is settled anew. */
    void changed(TrackedFile file) throws IOException;

    /** Told before a last line without a line feed counts as a record. */
    void endsInALine(TrackedFile file, long bytes);

    /** Told when a file has been read to its last byte, and nothing can come after it. */
    void done(TrackedFile file);

    /** Told when a file has given all that it gives for now. */
    void rests(TrackedFile file);

    /** Whether nothing will ever come again. */
    boolean ended();

    /** How many bytes were skipped because reading starts at the end. */
    long skipped();

    /** Bytes that wait, as far as known; -1 when packed files wait. */
    long lag();

    /**
     * @param order of the partition
     * @param total the position after the last record handed over
     */
    String resume(long order, long total);

    /** Whether it needs an open file that could not be opened again. */
    boolean holdsOpen();

    /** Whether a file can be closed and opened again. */
    boolean mayClose(TrackedFile file);

    /** Whether all its files are gone, for good as far as anybody knows. */
    boolean isGone();

    /** Notes that all has been read, so that it is known again. */
    void noteEnd(PartitionId id, long total, Finished finished);

    void close();
}
