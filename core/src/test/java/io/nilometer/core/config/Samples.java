package io.nilometer.core.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Pipeline files to read: the repository's own, and drafts that may lie beside it. */
final class Samples {

    static final Path OWN = Path.of("..", "pipelines").toAbsolutePath().normalize();
    static final Path DRAFTS =
            Path.of("..", "..", "shared", "pipelines").toAbsolutePath().normalize();

    private Samples() {}

    /** Sorted; empty when the folder is not there. */
    static List<Path> in(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (java.util.stream.Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        }
    }
}
