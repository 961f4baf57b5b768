package io.nilometer.core.run;

import java.util.List;

/** A program that an engine runs: opened, begun, ended. All methods may be called from any thread. */
public interface Run extends AutoCloseable {

    /** How far it is. */
    RunStatus status();

    /** From now on this listener, and no other, hears of every batch. */
    void onBatch(BatchListener listener);

    /**
     * Opens the sources, starts reading, and returns while the run goes on. Called once. Waits for sources that cannot be
     * reached yet; {@link #stop} ends that.
     *
     * @throws io.nilometer.api.NilometerException when it cannot start, such as when a source cannot be opened; nothing is
     *     left open then
     */
    void begin();

    /** Asks the run to finish what is in flight and end; returns at once. Idempotent. */
    void stop();

    /**
     * Waits until the run has ended.
     *
     * @return how
     * @throws io.nilometer.api.NilometerException why it failed
     */
    Ending await() throws InterruptedException;

    /**
     * Notes the records that have been scanned for seconds without coming to an end, so that the next start gets past them:
     * the process is about to be cut off.
     *
     * @return where they are, in words; empty when nothing is stuck, or nothing would keep the note
     */
    List<String> noteStuck();

    /** Stops, waits at most ten seconds, and frees everything. Idempotent. */
    @Override
    void close();
}
