package io.nilometer.cli.screen;

import java.io.PrintWriter;
import java.util.List;
import java.util.Map;

/**
 * Where output goes and what the other end can show.
 *
 * @param out standard output
 * @param err standard error
 * @param inTerminal whether a person types into standard input
 * @param outTerminal whether a person looks at {@code out} directly
 * @param errTerminal whether a person looks at {@code err} directly
 * @param color whether terminals are to get colours
 */
public record Screen(
        PrintWriter out, PrintWriter err, boolean inTerminal, boolean outTerminal, boolean errTerminal, boolean color) {

    /**
     * The process's own streams. Java cannot ask whether a stream is a terminal, so the launcher does and says so in the
     * property {@code nilometer.terminal}: a list of {@code in}, {@code out} and {@code err}, or nothing.
     */
    public static Screen ofProcess(Map<String, String> environment) {
        List<String> terminals =
                List.of(System.getProperty("nilometer.terminal", "").split(","));
        boolean color = environment.getOrDefault("NO_COLOR", "").isEmpty()
                && !environment.getOrDefault("TERM", "").equals("dumb");
        return new Screen(
                new PrintWriter(System.out, true),
                new PrintWriter(System.err, true),
                terminals.contains("in"),
                terminals.contains("out"),
                terminals.contains("err"),
                color);
    }

    /** Whether standard output is a terminal that lines can be written over on, and no machine only claims so. */
    public boolean redraws(Map<String, String> environment) {
        String type = environment.getOrDefault("TERM", "");
        return outTerminal
                && !type.isEmpty()
                && !type.equals("dumb")
                && environment.getOrDefault("CI", "").isEmpty();
    }

    public Paint outPaint() {
        return new Paint(outTerminal && color);
    }

    public Paint errPaint() {
        return new Paint(errTerminal && color);
    }
}
