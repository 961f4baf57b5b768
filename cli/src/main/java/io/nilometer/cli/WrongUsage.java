package io.nilometer.cli;

import io.nilometer.cli.screen.Paint;
import io.nilometer.cli.screen.Screen;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Tells what is wrong with the arguments, the nearest ones that exist, and where to read more. */
record WrongUsage(Screen screen) implements IParameterExceptionHandler {

    /** A mistake whose remedy is known. */
    static final class Remedied extends ParameterException {

        private static final long serialVersionUID = 1L;

        private final String remedy;

        Remedied(CommandLine command, String message, String remedy) {
            super(command, message);
            this.remedy = remedy;
        }
    }

    @Override
    public int handleParseException(ParameterException e, String[] arguments) {
        CommandLine command = e.getCommandLine();
        String name = command.getCommandSpec().qualifiedName();
        Paint paint = screen.errPaint();
        screen.err().println(paint.red("error[usage]") + ": " + Paint.plain(e.getMessage()));
        List<String> near = e instanceof UnmatchedArgumentException unmatched ? unmatched.getSuggestions() : List.of();
        if (!near.isEmpty()) {
            screen.err().println("  = fix: did you mean " + String.join(" or ", near) + "?");
        }
        if (e instanceof Remedied remedied) {
            screen.err().println("  = fix: " + Paint.plain(remedied.remedy));
        }
        screen.err().println("  = " + name + " --help shows what can be written");
        screen.err().flush();
        return ExitCode.USAGE;
    }
}
