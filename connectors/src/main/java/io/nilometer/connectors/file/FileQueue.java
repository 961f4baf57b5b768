package io.nilometer.connectors.file;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Which file of a partition is to be read next, and what has to be remembered to know that again after a restart. */
sealed interface FileQueue permits BoundedQueue, FollowQueue {

    /** The file that has something to read, the same one again until it has been read; null when there is none now. */
    @Nullable
    TrackedFile next();

    /** Up to which offset a file may be read. */
    long readable(TrackedFile file);

    /** Whether nothing can come after the last byte, so that a last line without a line feed counts. */
    boolean isWhole(TrackedFile file);

    /** Whether a failure means only that the file went away and will be looked for again. */
    boolean forgives(TrackedFile file, IOException failure);

    /** Told when a whole file has been read to its last byte. */
    void done(TrackedFile file);

    /** Whether nothing will ever come again. */
    boolean ended();

    /** How many bytes were skipped because reading starts at the end. */
    long skipped();

    /** Bytes that wait, as far as known; -1 when packed files wait. */
    long lag();

    /** @param total the position after the last record handed over */
    String resume(long total);

    void close();
}
