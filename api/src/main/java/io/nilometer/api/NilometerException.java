package io.nilometer.api;

import org.jspecify.annotations.Nullable;

/** A failure that a user can act on: shown as its problem, without a stack trace unless asked for. */
public final class NilometerException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Problem problem;

    public NilometerException(String code, String message, String remedy) {
        this(Problem.error(code, message, remedy, Place.NOWHERE), null);
    }

    public NilometerException(String code, String message, String remedy, @Nullable Throwable cause) {
        this(Problem.error(code, message, remedy, Place.NOWHERE), cause);
    }

    public NilometerException(Problem problem, @Nullable Throwable cause) {
        super(problem.message(), cause);
        this.problem = problem;
    }

    public Problem problem() {
        return problem;
    }
}
