package io.nilometer.embedded.store;

import io.nilometer.api.NilometerException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * A directory that one process owns while it is open: {@code owner} (locked, holds the process id), {@code format} (written
 * when the database has been made), {@code db} and {@code last-commit}. Only its user can look inside.
 */
final class StateDirectory implements AutoCloseable {

    private static final String OWNER = "owner";
    private static final String WITNESS = "last-commit";
    private static final String FORMAT_FILE = "format";
    private static final String FORMAT = "nilometer state 1";
    private static final Set<String> OURS = Set.of(OWNER, FORMAT_FILE, FORMAT_FILE + ".part", WITNESS, "db");

    /**
     * Directories open in this process. Asked before the lock file is touched: closing any channel of a file lets go of all
     * locks that the process has on it (POSIX).
     */
    private static final Set<Path> OPEN = ConcurrentHashMap.newKeySet();

    private final Path path;
    private final Path identity;
    private final FileChannel owner;

    private StateDirectory(Path path, Path identity, FileChannel owner) {
        this.path = path;
        this.identity = identity;
        this.owner = owner;
    }

    /** @throws NilometerException when it cannot be used, another process has it, or it holds something else */
    static StateDirectory open(Path path) {
        try {
            Files.createDirectories(path);
            Path identity = path.toRealPath();
            if (!OPEN.add(identity)) {
                throw StateErrors.inUse(
                        path, String.valueOf(ProcessHandle.current().pid()));
            }
            try {
                checkContent(path);
                if (Files.getFileStore(path).supportsFileAttributeView("posix")) {
                    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
                }
                return new StateDirectory(path, identity, lock(path));
            } catch (IOException | RuntimeException e) {
                OPEN.remove(identity);
                throw e;
            }
        } catch (IOException e) {
            throw StateErrors.unusable(path, e);
        }
    }

    Path path() {
        return path;
    }

    Path witness() {
        return path.resolve(WITNESS);
    }

    /** Whether the database has been made whole once. */
    boolean isMade() {
        return Files.exists(path.resolve(FORMAT_FILE));
    }

    /** The database has been made: from now on it must be there. */
    void made() {
        try {
            Path part = path.resolve(FORMAT_FILE + ".part");
            try (FileChannel file = FileChannel.open(
                    part, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
                file.write(ByteBuffer.wrap((FORMAT + "\n").getBytes(StandardCharsets.UTF_8)));
                file.force(true);
            }
            Files.move(part, path.resolve(FORMAT_FILE), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw StateErrors.unusable(path, e);
        }
    }

    @Override
    public void close() {
        try {
            owner.close();
        } catch (IOException e) {
            throw StateErrors.unusable(path, e);
        } finally {
            OPEN.remove(identity);
        }
    }

    private static void checkContent(Path path) throws IOException {
        Path format = path.resolve(FORMAT_FILE);
        if (Files.exists(format)) {
            String found = new String(Files.readAllBytes(format), StandardCharsets.UTF_8).strip();
            if (!found.equals(FORMAT)) {
                throw StateErrors.otherFormat(path, found, FORMAT);
            }
            if (!Files.exists(path.resolve("db").resolve("CURRENT"))) {
                throw StateErrors.corrupt("the state in " + path + " is damaged: its database is gone", null);
            }
            return;
        }
        try (Stream<Path> files = Files.list(path)) {
            files.map(file -> file.getFileName().toString())
                    .filter(name -> !OURS.contains(name))
                    .sorted()
                    .findFirst()
                    .ifPresent(name -> {
                        throw StateErrors.notOurs(path, name);
                    });
        }
    }

    private static FileChannel lock(Path path) throws IOException {
        FileChannel channel = FileChannel.open(
                path.resolve(OWNER), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            // Far behind the content: where locks are mandatory, others can still read whose it is.
            if (channel.tryLock(Long.MAX_VALUE - 1, 1, false) == null) {
                throw StateErrors.inUse(path, read(channel));
            }
            channel.truncate(0);
            String pid = String.valueOf(ProcessHandle.current().pid());
            channel.write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.UTF_8)), 0);
            return channel;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static String read(FileChannel channel) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(32);
        channel.read(buffer, 0);
        return new String(buffer.array(), 0, buffer.position(), StandardCharsets.UTF_8).strip();
    }
}
