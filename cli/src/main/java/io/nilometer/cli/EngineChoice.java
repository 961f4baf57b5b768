package io.nilometer.cli;

import java.util.Locale;
import java.util.Optional;

/**
 * Which engine runs a pipeline.
 *
 * @param master of the cluster, in Spark's words; empty leaves it to the engine, and always for the embedded one
 */
record EngineChoice(Name engine, Optional<String> master) {

    static final EngineChoice EMBEDDED = new EngineChoice(Name.EMBEDDED, Optional.empty());

    /** Spelt in lower case on the command line. */
    enum Name {
        EMBEDDED,
        SPARK;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    boolean isSpark() {
        return engine == Name.SPARK;
    }
}
