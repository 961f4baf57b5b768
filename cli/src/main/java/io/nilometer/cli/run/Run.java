package io.nilometer.cli.run;

import io.nilometer.cli.screen.RunStatus;
import java.util.Map;

/** A run: opened, begun, ended. All methods may be called from any thread. */
public interface Run extends AutoCloseable {

    /**
     * Starts reading and returns while the run goes on. Waits for sources that cannot be reached yet; {@link #stop} ends that.
     *
     * @throws io.nilometer.api.NilometerException when a source cannot be opened
     */
    void begin();

    RunStatus status();

    /** Where the time of the run went, in one line for {@code --verbose}. */
    String timing();

    /** As {@code ledger.json} shows it: counters by stream, of what has been committed. */
    Map<String, Map<String, Object>> ledger();

    /** Asks the run to finish what is in flight and end; returns at once. Idempotent. */
    void stop();

    /**
     * Waits until the run has ended.
     *
     * @throws io.nilometer.api.NilometerException when it failed
     */
    void await() throws InterruptedException;

    /** Stops, waits at most ten seconds, and frees everything. Idempotent. */
    @Override
    void close();
}
