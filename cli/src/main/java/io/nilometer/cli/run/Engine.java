package io.nilometer.cli.run;

/** Runs programs. */
public interface Engine {

    /**
     * Starts a run and returns while it goes on.
     *
     * @throws io.nilometer.api.NilometerException when it cannot begin, such as a state directory in use
     */
    Run start(RunRequest request);
}
