package io.nilometer.connectors.ndjson;

import io.nilometer.api.NilometerException;
import io.nilometer.api.disk.FolderLock;
import io.nilometer.api.disk.OwnFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The files of one output while nobody else may write them: the folder belongs to one process, a file to one output of it.
 */
final class OwnedFiles implements AutoCloseable {

    static final String LOCK = ".owner";

    /** By file, the output of this process that writes it. */
    private static final Map<Path, String> CLAIMED = new HashMap<>();

    private final OutputFiles files;
    private final FolderLock folder;
    private final Set<Path> claimed;
    private final Map<String, FileChannel> channels = new HashMap<>();

    private OwnedFiles(OutputFiles files, FolderLock folder, Set<Path> claimed) {
        this.files = files;
        this.folder = folder;
        this.claimed = claimed;
    }

    /**
     * Makes the folder if there is none.
     *
     * @throws NilometerException {@code results-in-use}, {@code results-folder} or {@code not-our-file}
     */
    static OwnedFiles take(OutputFiles files, String output) throws IOException {
        files.check();
        Files.createDirectories(files.folder());
        FolderLock folder = lock(files.folder());
        try {
            return new OwnedFiles(files, folder, claim(files, output));
        } catch (IOException | RuntimeException e) {
            folder.close();
            throw e;
        }
    }

    /** Makes a folder of results this process's own. */
    static FolderLock lock(Path folder) throws IOException {
        try {
            return FolderLock.take(folder, LOCK, true);
        } catch (FolderLock.Taken e) {
            throw inUse("results in " + folder + " are being written by " + e.owner());
        }
    }

    private static Set<Path> claim(OutputFiles files, String output) throws IOException {
        Path real = files.folder().toRealPath();
        Set<Path> wanted = new HashSet<>();
        wanted.add(real.resolve(files.progress().getFileName()));
        files.byRelation()
                .values()
                .forEach(file -> wanted.add(real.resolve(file).normalize()));
        synchronized (CLAIMED) {
            for (Path file : wanted) {
                String other = CLAIMED.get(file);
                if (other != null) {
                    throw inUse(file + " is being written by output " + other + " already");
                }
            }
            wanted.forEach(file -> CLAIMED.put(file, output));
        }
        return wanted;
    }

    private static NilometerException inUse(String what) {
        return new NilometerException("results-in-use", what, "stop that one first, or give one of them another path");
    }

    /** A file of the output, open and locked. */
    FileChannel channel(String file) throws IOException {
        FileChannel open = channels.get(file);
        if (open == null) {
            Path path = files.folder().resolve(file);
            Files.createDirectories(path.getParent());
            files.check();
            open = locked(path);
            channels.put(file, open);
        }
        return open;
    }

    /** Who reaches the same file by another folder is found out by the file itself. */
    private static FileChannel locked(Path path) throws IOException {
        FileChannel file = OwnFile.open(path);
        try {
            if (file.tryLock(Long.MAX_VALUE - 1, 1, false) == null) {
                throw inUse(path + " is being written by another process");
            }
            return file;
        } catch (OverlappingFileLockException e) {
            file.close();
            throw inUse(path + " is being written by another output already");
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        try {
            for (FileChannel channel : channels.values()) {
                channel.close();
            }
        } finally {
            channels.clear();
            synchronized (CLAIMED) {
                CLAIMED.keySet().removeAll(claimed);
            }
            folder.close();
        }
    }
}
