package io.nilometer.embedded.store;

import io.nilometer.api.NilometerException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/** A directory that one process owns while it is open. */
final class StateDirectory implements AutoCloseable {

    private static final String LOCK = "owner";

    private final Path path;
    private final boolean temporary;
    private final FileChannel channel;
    private final @Nullable FileLock lock;

    private StateDirectory(Path path, boolean temporary, FileChannel channel, @Nullable FileLock lock) {
        this.path = path;
        this.temporary = temporary;
        this.channel = channel;
        this.lock = lock;
    }

    /** @throws NilometerException when it cannot be used, or another process has it */
    static StateDirectory open(Path path) {
        try {
            Files.createDirectories(path);
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
            FileChannel channel = FileChannel.open(
                    path.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            FileLock lock = tryLock(channel);
            if (lock == null) {
                String owner = read(channel);
                channel.close();
                throw new NilometerException(
                        "state-in-use", "the state in " + path + " is in use" + (owner.isEmpty() ? "" : " by process " + owner),
                        "stop that process, or give this run another --state directory");
            }
            channel.truncate(0);
            channel.write(ByteBuffer.wrap(String.valueOf(ProcessHandle.current().pid()).getBytes(StandardCharsets.UTF_8)), 0);
            return new StateDirectory(path, false, channel, lock);
        } catch (IOException | UnsupportedOperationException e) {
            throw new NilometerException(
                    "state-directory", "cannot use " + path + " for state: " + e,
                    "give a --state directory that can be written to", e);
        }
    }

    /** A directory that nobody else knows and that is deleted at the end. */
    static StateDirectory temporary() {
        try {
            Path path = Files.createTempDirectory("nilometer-state");
            // No shutdown hook deletes it: it would pull it away under a run that is just told to stop and closes in order.
            return new StateDirectory(path, true, FileChannel.open(path.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE), null);
        } catch (IOException e) {
            throw new NilometerException(
                    "state-directory", "cannot make a temporary directory: " + e, "free some space in " + System.getProperty("java.io.tmpdir"), e);
        }
    }

    Path path() {
        return path;
    }

    boolean isTemporary() {
        return temporary;
    }

    @Override
    public void close() {
        try {
            if (lock != null) {
                lock.release();
            }
            channel.close();
        } catch (IOException e) {
            throw new NilometerException("state-directory", "cannot let go of " + path + ": " + e, "", e);
        }
        if (temporary) {
            delete(path);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private static String read(FileChannel channel) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(32);
        channel.read(buffer, 0);
        return new String(buffer.array(), 0, buffer.position(), StandardCharsets.UTF_8).trim();
    }

    /** Deletes what it can: a temporary directory that is left behind harms nobody. */
    private static void delete(Path path) {
        try {
            Files.walkFileTree(path, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.deleteIfExists(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure) throws IOException {
                    Files.deleteIfExists(folder);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            return;
        }
    }
}
