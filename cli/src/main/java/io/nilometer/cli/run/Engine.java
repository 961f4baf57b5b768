package io.nilometer.cli.run;

import io.nilometer.core.run.Run;

/** Runs programs. */
public interface Engine extends AutoCloseable {

    /**
     * Makes a run, which {@link Run#begin} starts.
     *
     * @throws io.nilometer.api.NilometerException when it cannot begin, such as a state directory in use
     */
    Run open(RunRequest request);

    /** Frees what runs share, when all of them are closed and no other will follow. */
    @Override
    default void close() {}
}
