package io.nilometer.bench;

import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;

/** The libraries' logs are switched off, as the shipped program does. */
final class Quiet {

    /** Held for ever: the JDK forgets the levels of loggers that nobody refers to. */
    private static final Logger ROOT = Logger.getLogger("");

    private Quiet() {}

    static void libraries() {
        LogManager.getLogManager().reset();
        ROOT.setLevel(Level.OFF);
    }
}
