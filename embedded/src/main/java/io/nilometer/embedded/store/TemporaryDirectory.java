package io.nilometer.embedded.store;

import io.nilometer.api.NilometerException;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** A directory for one run: deleted when it is closed, or else when the process ends. */
final class TemporaryDirectory implements AutoCloseable {

    private final Path path;

    TemporaryDirectory() {
        try {
            path = Files.createTempDirectory("nilometer-state");
        } catch (IOException e) {
            throw new NilometerException(
                    "state-directory",
                    "cannot make a temporary directory: " + e,
                    "free some space in " + System.getProperty("java.io.tmpdir"),
                    e);
        }
    }

    Path path() {
        return path;
    }

    @Override
    public void close() {
        delete();
    }

    private void delete() {
        try {
            if (Files.exists(path)) {
                Files.walkFileTree(path, new Deletion());
            }
        } catch (IOException e) {
            // What stays is in the system's place for temporary files and harms nobody.
        }
    }

    private static final class Deletion extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) {
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e) throws IOException {
            Files.deleteIfExists(folder);
            return FileVisitResult.CONTINUE;
        }
    }
}
