package io.nilometer.connectors.nosy;

import io.nilometer.cli.Main;
import io.nilometer.connectors.other.OtherConnector;
import io.nilometer.core.program.Program;

/** Wrong on purpose: knows another connector, the engine's side and the command line. */
public record NosyConnector(OtherConnector other, Program program) {

    /** Keeps the command line as a dependency in the class file. */
    public static void start() {
        Main.main(new String[0]);
    }
}
