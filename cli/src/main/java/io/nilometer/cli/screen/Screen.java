package io.nilometer.cli.screen;

import java.io.PrintWriter;
import java.util.Map;

/**
 * Where output goes and what the other end can show.
 *
 * @param out standard output
 * @param err standard error
 * @param outTerminal whether a person looks at {@code out} directly
 * @param errTerminal whether a person looks at {@code err} directly
 * @param color whether terminals are to get colours
 */
public record Screen(PrintWriter out, PrintWriter err, boolean outTerminal, boolean errTerminal, boolean color) {

    /**
     * The process's own streams. Java cannot ask whether a stream is a terminal, so the launcher does and says so in the
     * property {@code nilometer.terminal}: a list with {@code out}, {@code err}, both or nothing.
     */
    public static Screen ofProcess(Map<String, String> environment) {
        String terminals = System.getProperty("nilometer.terminal", "");
        boolean color = environment.getOrDefault("NO_COLOR", "").isEmpty()
                && !environment.getOrDefault("TERM", "").equals("dumb");
        return new Screen(
                new PrintWriter(System.out, true),
                new PrintWriter(System.err, true),
                terminals.contains("out"),
                terminals.contains("err"),
                color);
    }

    public Paint outPaint() {
        return new Paint(outTerminal && color);
    }

    public Paint errPaint() {
        return new Paint(errTerminal && color);
    }
}
