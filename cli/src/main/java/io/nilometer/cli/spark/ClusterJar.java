package io.nilometer.cli.spark;

import io.nilometer.api.NilometerException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Optional;

/** The jar that holds all of our code for clusters: {@code nilometer-spark.jar}, built beside {@code nilometer.jar}. */
public final class ClusterJar {

    private static final String NAME = "nilometer-spark.jar";

    private ClusterJar() {}

    /** Where executors' code is found; empty when this process runs from it: whoever submits it gives it to executors, too. */
    public static Optional<Path> besideProgram() {
        Path program = place(ClusterJar.class);
        return program.equals(place(NilometerException.class))
                ? Optional.empty()
                : Optional.of(program.resolveSibling(NAME));
    }

    private static Path place(Class<?> type) {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        try {
            return Path.of(source.getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("where is " + type + "?", e);
        }
    }
}
