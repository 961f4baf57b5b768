package io.nilometer.spark;

import io.nilometer.api.NilometerException;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

/** A checkpoint that nobody will go on with: a directory of this machine, deleted when the run is over. */
final class TemporaryPlace implements AutoCloseable {

    private final Path path;

    TemporaryPlace() {
        try {
            path = Files.createTempDirectory("nilometer-spark");
        } catch (IOException e) {
            throw new NilometerException(
                    "state-directory", "cannot make a temporary directory: " + e, "give a --state directory", e);
        }
    }

    String uri() {
        return path.resolve("state").toUri().toString();
    }

    /** What Spark's background threads still write to is left behind for the system to clean up. */
    @Override
    public void close() {
        try {
            Files.walkFileTree(path, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.deleteIfExists(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path directory, java.io.IOException failure)
                        throws IOException {
                    Files.deleteIfExists(directory);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            path.toFile().deleteOnExit();
        }
    }
}
