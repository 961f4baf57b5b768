package io.nilometer.cli;

import io.nilometer.cli.screen.Screen;
import java.io.PrintWriter;
import java.io.StringWriter;

/** Runs a command as {@code main} does, but in this process, with its output as text. */
public final class InProcess {

    private InProcess() {}

    /** @param exit the exit code */
    public record Outcome(int exit, String out, String err) {}

    public static Outcome run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        return new Outcome(run(out, err, arguments), out.toString(), err.toString());
    }

    /** @return the exit code */
    public static int run(StringWriter out, StringWriter err, String... arguments) {
        Screen screen = new Screen(new PrintWriter(out, true), new PrintWriter(err, true), false, false, false, false);
        return Nilometer.commandLine(new House(), screen, new Stopping()).execute(arguments);
    }
}
