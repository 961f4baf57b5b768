package io.nilometer.embedded.store;

import io.nilometer.api.NilometerException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.rocksdb.NativeLibraryLoader;
import org.rocksdb.RocksDB;

/**
 * RocksDB's native code. RocksDB itself unpacks it into a temporary file that it deletes only when the process ends in an
 * orderly way: 14 MB would stay behind with every kill. Once loaded, nobody needs the file.
 */
final class RocksLibrary {

    private static boolean loaded;

    private RocksLibrary() {}

    /** Loads it, once in a process. */
    static synchronized void load() {
        if (loaded) {
            return;
        }
        if (System.getenv("ROCKSDB_SHAREDLIB_DIR") == null) {
            unpackAndLoad();
        }
        RocksDB.loadLibrary();
        loaded = true;
    }

    private static void unpackAndLoad() {
        Path folder = null;
        try {
            folder = Files.createTempDirectory("nilometer-rocksdb");
            NativeLibraryLoader.getInstance().loadLibrary(folder.toString());
        } catch (IOException | RuntimeException | UnsatisfiedLinkError e) {
            throw new NilometerException(
                    "native-library",
                    "cannot load RocksDB's native library: " + e,
                    "free 20 MB in " + System.getProperty("java.io.tmpdir")
                            + " and allow programs to run from there, or name another"
                            + " folder: NILOMETER_JAVA_OPTS=-Djava.io.tmpdir=DIR",
                    e);
        } finally {
            if (folder != null) {
                delete(folder);
            }
        }
    }

    /** Where a loaded file cannot be deleted it goes at the end of the process, as RocksDB would have it. */
    private static void delete(Path folder) {
        for (Path path : List.of(folder.resolve(library()), folder)) {
            try {
                Files.deleteIfExists(path);
            } catch (IOException e) {
                path.toFile().deleteOnExit();
            }
        }
    }

    private static String library() {
        return org.rocksdb.util.Environment.getJniLibraryFileName("rocksdb");
    }
}
