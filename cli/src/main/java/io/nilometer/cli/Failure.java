package io.nilometer.cli;

import io.nilometer.api.NilometerException;
import io.nilometer.api.Place;
import io.nilometer.api.Problem;
import io.nilometer.cli.screen.ProblemPrinter;
import io.nilometer.cli.screen.Screen;
import io.nilometer.cli.screen.SourceLines;
import java.util.function.BooleanSupplier;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Tells what failed while a command ran: the problem and its remedy; the stack trace only when asked for. */
record Failure(Screen screen, BooleanSupplier verbose) implements IExecutionExceptionHandler {

    @Override
    public int handleExecutionException(Exception e, CommandLine command, ParseResult arguments) {
        print(screen, e, verbose.getAsBoolean());
        return ExitCode.FAILED;
    }

    static void print(Screen screen, Throwable e, boolean verbose) {
        new ProblemPrinter(screen.err(), screen.errPaint(), SourceLines.fromDisk()).print(problem(e));
        if (verbose) {
            e.printStackTrace(screen.err());
        }
        screen.err().flush();
    }

    private static Problem problem(Throwable e) {
        if (e instanceof NilometerException told) {
            return told.problem();
        }
        return Problem.error(
                "internal",
                "something went wrong that nobody foresaw: " + e,
                "run it again with --verbose and report what it prints",
                Place.NOWHERE);
    }
}
