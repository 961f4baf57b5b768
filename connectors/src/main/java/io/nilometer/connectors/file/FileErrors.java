package io.nilometer.connectors.file;

import io.nilometer.api.NilometerException;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** What reading files can fail with, told so that it can be mended. */
final class FileErrors {

    private FileErrors() {}

    static NilometerException missing(String path) {
        return new NilometerException(
                "file-not-found",
                "there is no file at " + path,
                "check the path, which starts at the folder of the pipeline file unless it is absolute; a file that will come later can be waited for with follow: true, without --until-end");
    }

    static NilometerException notLines(Path path, String what, String remedy) {
        return new NilometerException("file-not-lines", path + " is " + what, remedy);
    }

    static NilometerException nothingReadable(String path, int files) {
        return new NilometerException(
                "no-readable-file",
                "none of the " + files + " files at " + path + " can be read: they are told above",
                "name files of lines of text, plain or packed by gzip, zstd or bzip2");
    }

    static NilometerException twice(String file, String path, String other) {
        return new NilometerException(
                "duplicate-file",
                file + " belongs to " + path + " and to " + other + ": it would be read twice",
                "let `path` name every file once");
    }

    static NilometerException changed(Path path) {
        return new NilometerException(
                "file-changed",
                path + " was read in part and is not there, or not the same, any more",
                "put it back, or start with a new state directory");
    }

    static NilometerException shorter(Path path) {
        return new NilometerException(
                "file-changed",
                path + " became shorter while it was read",
                "leave the files of a bounded run alone, or follow them (follow: true)");
    }

    static NilometerException interrupted(String what, @Nullable Throwable cause) {
        return new NilometerException(
                "interrupted",
                "reading " + what + " was interrupted",
                "nothing is lost: it goes on where it was committed last",
                cause);
    }

    static NilometerException unreadable(Path path, IOException cause) {
        if (cause instanceof ClosedByInterruptException) {
            return interrupted(path.toString(), cause);
        }
        if (cause instanceof AccessDeniedException) {
            return new NilometerException(
                    "file-denied", "may not read " + path, "give the user that runs this the right to read it", cause);
        }
        if (cause instanceof NoSuchFileException) {
            return new NilometerException(
                    "file-not-found",
                    path + " was removed while it was waiting to be read",
                    "keep the files of a bounded run in place until it has ended",
                    cause);
        }
        return new NilometerException(
                "file-unreadable", "cannot read " + path + " (" + cause + ")", "check the disk and the path", cause);
    }
}
