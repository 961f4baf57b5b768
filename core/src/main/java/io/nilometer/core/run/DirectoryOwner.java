package io.nilometer.core.run;

import io.nilometer.api.NilometerException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Makes a directory of the local file system one process's own while it is open: the file {@code owner} is locked and holds
 * the process id. Only its user can look inside.
 */
public final class DirectoryOwner implements AutoCloseable {

    /** The name of the locked file. */
    public static final String FILE = "owner";

    /**
     * Directories open in this process. Asked before the lock file is touched: closing any channel of a file lets go of all
     * locks that the process has on it (POSIX).
     */
    private static final Set<Path> OPEN = ConcurrentHashMap.newKeySet();

    private final Path identity;
    private final FileChannel owner;

    private DirectoryOwner(Path identity, FileChannel owner) {
        this.identity = identity;
        this.owner = owner;
    }

    /**
     * @param path an existing directory
     * @throws NilometerException {@code state-in-use} when somebody has it
     */
    public static DirectoryOwner take(Path path) throws IOException {
        Path identity = path.toRealPath();
        if (!OPEN.add(identity)) {
            throw inUse(path, String.valueOf(ProcessHandle.current().pid()));
        }
        try {
            if (Files.getFileStore(path).supportsFileAttributeView("posix")) {
                Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
            }
            return new DirectoryOwner(identity, lock(path));
        } catch (IOException | RuntimeException e) {
            OPEN.remove(identity);
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        try {
            owner.close();
        } finally {
            OPEN.remove(identity);
        }
    }

    private static FileChannel lock(Path path) throws IOException {
        FileChannel channel = FileChannel.open(
                path.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            // Far behind the content: where locks are mandatory, others can still read whose it is.
            if (channel.tryLock(Long.MAX_VALUE - 1, 1, false) == null) {
                throw inUse(path, read(channel));
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

    private static NilometerException inUse(Path path, String owner) {
        return new NilometerException(
                "state-in-use",
                "the state in " + path + " is in use" + (owner.isEmpty() ? "" : " by process " + owner),
                "stop that process, or give this run another --state directory");
    }
}
