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

    private ExitCode() {}
}
