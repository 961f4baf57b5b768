package io.nilometer.core.run;

import io.nilometer.api.NilometerException;
import io.nilometer.api.disk.FolderLock;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A directory that only the user can read, in the system's place for them; deleted with all that is in it when it is closed.
 * Those of processes that were killed are deleted by the next that makes one: a lock tells who is alive, also from another
 * container.
 */
public final class TemporaryDirectory implements AutoCloseable {

    private static final String PREFIX = "nilometer-";

    /** Before it is locked, so that nobody takes it for one whose owner is dead. */
    private static final String UNLOCKED = ".nilometer-new-";

    private static final Duration LONG_SINCE = Duration.ofHours(1);
    private static final String LOCK = "owner";
    private static final String CONTENT = "content";

    /** Of this process. */
    private static final Set<Path> OPEN = ConcurrentHashMap.newKeySet();

    private final Path outer;
    private final FolderLock lock;

    private TemporaryDirectory(Path outer, FolderLock lock) {
        this.outer = outer;
        this.lock = lock;
    }

    /**
     * @param prefix of its name, which begins with {@code nilometer-}
     * @throws NilometerException when there is no room for it
     */
    public static TemporaryDirectory create(String prefix) {
        if (!prefix.startsWith(PREFIX)) {
            throw new IllegalArgumentException(prefix + " does not begin with " + PREFIX);
        }
        try {
            Path made = Files.createTempDirectory(UNLOCKED);
            FolderLock lock = FolderLock.take(made, LOCK, false);
            Files.createDirectory(made.resolve(CONTENT));
            Path outer = made.resolveSibling(
                    prefix + "-" + made.getFileName().toString().substring(UNLOCKED.length()));
            OPEN.add(outer);
            Files.move(made, outer, StandardCopyOption.ATOMIC_MOVE);
            TemporaryDirectory directory = new TemporaryDirectory(outer, lock);
            directory.deleteOrphans();
            return directory;
        } catch (IOException e) {
            throw new NilometerException(
                    "temporary-directory",
                    "cannot make a temporary directory: " + e,
                    "free some space in " + System.getProperty("java.io.tmpdir"),
                    e);
        }
    }

    public Path path() {
        return outer.resolve(CONTENT);
    }

    @Override
    public void close() {
        clear(outer);
        try {
            lock.close();
        } catch (IOException e) {
            // It goes with the process.
            return;
        } finally {
            OPEN.remove(outer);
        }
    }

    private void deleteOrphans() {
        try (DirectoryStream<Path> all =
                Files.newDirectoryStream(outer.toAbsolutePath().getParent(), "{" + PREFIX + "," + UNLOCKED + "}*")) {
            for (Path other : all) {
                if (!OPEN.contains(other) && isOrphan(other)) {
                    clear(other);
                }
            }
        } catch (IOException | java.nio.file.DirectoryIteratorException e) {
            // They harm nobody where they are.
            return;
        }
    }

    private boolean isOrphan(Path other) {
        try {
            if (!Files.isDirectory(other, LinkOption.NOFOLLOW_LINKS)
                    || !Files.getOwner(other, LinkOption.NOFOLLOW_LINKS).equals(Files.getOwner(outer))) {
                return false;
            }
            if (other.getFileName().toString().startsWith(UNLOCKED)) {
                return Files.getLastModifiedTime(other, LinkOption.NOFOLLOW_LINKS)
                        .toInstant()
                        .isBefore(Instant.now().minus(LONG_SINCE));
            }
            if (!Files.exists(other.resolve(LOCK), LinkOption.NOFOLLOW_LINKS)
                    || !Files.isDirectory(other.resolve(CONTENT), LinkOption.NOFOLLOW_LINKS)) {
                return false;
            }
            FolderLock.take(other, LOCK, false).close();
            return true;
        } catch (IOException | NilometerException e) {
            // Somebody has it, or it is none of ours.
            return false;
        }
    }

    private static void clear(Path outer) {
        try {
            // The lock's file last: what is cut off here is still known for what it is.
            delete(outer.resolve(CONTENT));
            delete(outer);
        } catch (IOException e) {
            // What stays, such as what a background thread still writes to, harms nobody where it is.
            return;
        }
    }

    /** Deletes a directory with all that is in it, if it is there. */
    public static void delete(Path directory) throws IOException {
        if (Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
            Files.walkFileTree(directory, new Deletion());
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
