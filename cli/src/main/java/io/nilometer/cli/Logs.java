package io.nilometer.cli;

import java.util.logging.ConsoleHandler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;

/**
 * The logs of the libraries we use: silent, because what matters to a user is told by us; their warnings with
 * {@code --verbose}.
 */
final class Logs {

    /** Held for ever: the JDK forgets the levels of loggers that nobody refers to. */
    private static final Logger ROOT = Logger.getLogger("");

    private Logs() {}

    static void silence() {
        LogManager.getLogManager().reset();
        ROOT.setLevel(Level.OFF);
    }

    /** Warnings go to the standard error. */
    static void showWarnings() {
        silence();
        ConsoleHandler handler = new ConsoleHandler();
        handler.setLevel(Level.WARNING);
        ROOT.addHandler(handler);
        ROOT.setLevel(Level.WARNING);
    }
}
