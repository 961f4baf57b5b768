package io.nilometer.core.run;

import java.time.Duration;
import java.util.function.ObjLongConsumer;

/** A program that an engine runs: opened, begun, ended. All methods may be called from any thread. */
public interface Run extends AutoCloseable {

    /** How far it is. */
    RunStatus status();

    /**
     * From now on {@code listener} gets every batch once it is committed: the time from when its records were taken (for an
     * engine that plans batches, from when it began to plan) until the commit, and how many those were; zero for a batch of
     * time alone. It is called in the order of the batches, on a thread of the engine, and must be quick.
     */
    void onBatch(ObjLongConsumer<Duration> listener);

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
     * @throws io.nilometer.api.NilometerException why it failed
     */
    void await() throws InterruptedException;

    /** Stops, waits at most ten seconds, and frees everything. Idempotent. */
    @Override
    void close();
}
