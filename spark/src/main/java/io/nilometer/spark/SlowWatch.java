package io.nilometer.spark;

import io.nilometer.api.NilometerException;
import io.nilometer.core.scan.SlowRecords;
import io.nilometer.spark.checkpoint.SlowNotes;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Ends the run when a process that scans has noted a record that takes too long. By one thread. */
final class SlowWatch {

    /** A listing each: on an object store they are counted. */
    private static final Duration LOOK = Duration.ofSeconds(3);

    private final SlowNotes notes;
    private final boolean kept;
    private final Set<SlowRecords.Place> before;
    private long lookedAt = System.nanoTime();

    /** @param kept whether the notes outlive the run */
    SlowWatch(SlowNotes notes, boolean kept) {
        this.notes = notes;
        this.kept = kept;
        before = new HashSet<>(notes.all());
    }

    /**
     * Called often while the query runs.
     *
     * @throws NilometerException {@code too-slow}
     */
    void look() {
        long now = System.nanoTime();
        if (now - lookedAt < LOOK.toNanos()) {
            return;
        }
        lookedAt = now;
        List<SlowRecords.Place> found =
                notes.all().stream().filter(place -> !before.contains(place)).toList();
        if (!found.isEmpty()) {
            throw SlowRecords.problem(found.get(0), SlowRecords.LOOKS, kept);
        }
    }
}
