package io.nilometer.connectors.console;

import java.io.IOException;

/** Nobody reads the standard output any more, as after {@code | head -1}: nothing can be written to it again. */
public final class StandardOutputClosed extends IOException {

    private static final long serialVersionUID = 1L;

    StandardOutputClosed() {
        super("standard output is closed");
    }
}
