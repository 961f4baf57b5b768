package io.nilometer.cli;

/** What the process ends with; scripts rely on it. */
final class ExitCode {

    static final int DONE = 0;
    /** The pipeline or its tests are wrong. */
    static final int WRONG = 1;
    /** The command was called in a wrong way. */
    static final int USAGE = 2;
    /** It failed while running. */
    static final int FAILED = 3;

    /**
     * Told to end before the end of its inputs. Where a signal has told it, the process ends with 128 and the signal's number:
     * 130 for Ctrl-C, 143 for SIGTERM.
     */
    static final int INTERRUPTED = 130;

    private ExitCode() {}
}
