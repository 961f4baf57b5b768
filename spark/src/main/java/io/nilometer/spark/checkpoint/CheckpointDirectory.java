package io.nilometer.spark.checkpoint;

import io.nilometer.api.NilometerException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.execution.streaming.checkpointing.CheckpointFileManager;
import org.jspecify.annotations.Nullable;

/**
 * Small files on any Hadoop file system with atomic rename: each is there whole or not at all, and carries a checksum. Uses
 * what Spark itself uses for its checkpoints, so that it works wherever they do.
 */
final class CheckpointDirectory {

    private static final byte VERSION = 1;
    private static final int HEAD = 5;
    private static final String LOCAL = "file";

    private final Path path;
    private final CheckpointFileManager files;
    private final boolean local;

    CheckpointDirectory(Path path, Configuration configuration) {
        this.path = path;
        files = attempt("open", () -> {
            CheckpointFileManager manager = CheckpointFileManager.create(path, configuration);
            manager.mkdirs(path);
            return manager;
        });
        local = attempt(
                "open",
                () -> LOCAL.equals(path.getFileSystem(configuration).getUri().getScheme()));
    }

    Path path() {
        return path;
    }

    /** Whether it is on this machine's own file system, whatever class Hadoop reaches that by. */
    boolean isLocal() {
        return local;
    }

    /**
     * Writes a file.
     *
     * @param replace whether one that is there gives way; otherwise it stands
     * @return whether it was written
     */
    boolean write(String name, byte[] payload, boolean replace) {
        return attempt("write " + name, () -> {
            Path file = new Path(path, name);
            if (!replace && files.exists(file)) {
                return false;
            }
            var out = files.createAtomic(file, replace);
            try {
                out.write(VERSION);
                out.writeInt(checksum(payload, 0, payload.length));
                out.write(payload);
                out.close();
                return true;
            } catch (FileAlreadyExistsException | java.nio.file.FileAlreadyExistsException e) {
                return false;
            } catch (IOException | RuntimeException e) {
                out.cancel();
                throw e;
            }
        });
    }

    /** The payload of a file, or null when it is not there. */
    byte @Nullable [] read(String name) {
        return attempt("read " + name, () -> {
            byte[] bytes;
            try (FSDataInputStream in = files.open(new Path(path, name))) {
                bytes = in.readAllBytes();
            } catch (FileNotFoundException | java.nio.file.NoSuchFileException e) {
                return null;
            }
            if (bytes.length < HEAD || bytes[0] != VERSION) {
                throw corrupt(name, "its format is not known to this version");
            }
            int written = (bytes[1] & 0xFF) << 24 | (bytes[2] & 0xFF) << 16 | (bytes[3] & 0xFF) << 8 | bytes[4] & 0xFF;
            if (written != checksum(bytes, HEAD, bytes.length - HEAD)) {
                throw corrupt(name, "its checksum does not fit");
            }
            return java.util.Arrays.copyOfRange(bytes, HEAD, bytes.length);
        });
    }

    /** The content of a file that is not ours; empty when it is not there. */
    String text(String name) {
        return attempt("read " + name, () -> {
            try (FSDataInputStream in = files.open(new Path(path, name))) {
                return new String(in.readAllBytes(), StandardCharsets.UTF_8);
            } catch (FileNotFoundException | java.nio.file.NoSuchFileException e) {
                return "";
            }
        });
    }

    /** Names of the files and directories in a directory; empty when it is not there. */
    List<String> list(String directory) {
        return attempt("list " + directory, () -> {
            Path listed = directory.isEmpty() ? path : new Path(path, directory);
            List<String> names = new ArrayList<>();
            if (files.exists(listed)) {
                for (FileStatus status : files.list(listed)) {
                    names.add(status.getPath().getName());
                }
            }
            return names;
        });
    }

    void makeDirectory(String name) {
        attempt("make " + name, () -> {
            files.mkdirs(new Path(path, name));
            return true;
        });
    }

    /** Deletes a file, or a directory with all in it; no error when it is not there. */
    void delete(String name) {
        attempt("delete " + name, () -> {
            files.delete(new Path(path, name));
            return true;
        });
    }

    private interface Attempt<T> {
        T run() throws IOException;
    }

    private <T> T attempt(String what, Attempt<T> attempt) {
        try {
            return attempt.run();
        } catch (IOException e) {
            String full =
                    e.getMessage() != null && e.getMessage().contains("No space left") ? "free some space, or " : "";
            throw new NilometerException(
                    "checkpoint-failed",
                    "cannot " + what + " in " + path + ": " + e,
                    full + "give a --state that the driver and all executors can write to",
                    e);
        }
    }

    private NilometerException corrupt(String name, String why) {
        return new NilometerException(
                "state-corrupt",
                new Path(path, name) + " cannot be read: " + why,
                "restore the checkpoint from a copy, or start with a new one: --forget");
    }

    private static int checksum(byte[] bytes, int offset, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, offset, length);
        return (int) crc.getValue();
    }
}
