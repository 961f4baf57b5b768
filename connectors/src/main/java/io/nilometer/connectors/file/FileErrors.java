package io.nilometer.connectors.file;

import io.nilometer.api.NilometerException;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.ZipException;

/** What reading files can fail with, told so that it can be mended. */
final class FileErrors {

    private FileErrors() {}

    static NilometerException missing(String path) {
        return new NilometerException(
                "file-not-found",
                "there is no file at " + path,
                "check the path; a file that will come later can be waited for with follow: true");
    }

    static NilometerException unreadable(Path path, IOException cause) {
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
        if (cause instanceof ZipException || cause instanceof EOFException) {
            return new NilometerException(
                    "file-not-gzip",
                    path + " is not a whole gzip file (" + cause.getMessage() + ")",
                    "pack it again, or take the .gz from its name when it is not packed",
                    cause);
        }
        return new NilometerException(
                "file-unreadable", "cannot read " + path + " (" + cause + ")", "check the disk and the path", cause);
    }
}
