package io.nilometer.core.run;

import io.nilometer.api.NilometerException;
import io.nilometer.api.disk.FolderLock;
import io.nilometer.api.disk.OwnFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Makes a directory of the local file system one process's own while it is open: the file {@code owner} is locked and holds
 * the process id. Only its user can look inside.
 */
public final class DirectoryOwner implements AutoCloseable {

    /** The name of the locked file. */
    public static final String FILE = "owner";

    private final FolderLock lock;

    private DirectoryOwner(FolderLock lock) {
        this.lock = lock;
    }

    /**
     * @param path an existing directory; a link to one is refused, so that nobody else's gets our permissions
     * @throws NilometerException {@code state-in-use} when somebody has it, {@code not-our-file}
     */
    public static DirectoryOwner take(Path path) throws IOException {
        OwnFile.checkFolder(path);
        try {
            FolderLock lock = FolderLock.take(path, FILE, false);
            if (Files.getFileStore(path).supportsFileAttributeView("posix")) {
                Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
            }
            return new DirectoryOwner(lock);
        } catch (FolderLock.Taken e) {
            throw new NilometerException(
                    "state-in-use",
                    "the state in " + path + " is in use by " + e.owner(),
                    "stop that process, or give this run another --state directory");
        }
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
