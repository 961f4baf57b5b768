package io.nilometer.connectors.file;

import io.nilometer.api.NilometerException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** What reading files can fail with, told so that it can be mended. */
final class FileErrors {

    private static final String UNREACHABLE = "file-unreachable";

    private FileErrors() {}

    /** Whether trying again may help: the store of a remote file does not answer. */
    static boolean mayPass(NilometerException failure) {
        return failure.problem().code().equals(UNREACHABLE);
    }

    /** The first line: clients of stores write whole pages. */
    static String reason(Throwable failure) {
        return String.valueOf(failure.getMessage()).lines().findFirst().orElse(failure.toString());
    }

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

    /** A remote file is not as it was when it was planned to be read. */
    static NilometerException otherNow(Path path) {
        return new NilometerException(
                "file-changed",
                path
                        + " has changed since it was listed: its length, or what its store knows of its content, is another",
                "let files appear complete, and leave them alone; start with --forget if this one is to be read as it is now");
    }

    /** A store's listing and its files need not be equally new. */
    static NilometerException notThereYet(Path path, IOException cause) {
        return new NilometerException(
                UNREACHABLE,
                "cannot reach " + path + ", which its folder has just listed",
                "see whether it is there still",
                cause);
    }

    static NilometerException interrupted(String what, @Nullable Throwable cause) {
        return new NilometerException(
                "interrupted",
                "reading " + what + " was interrupted",
                "nothing is lost: it goes on where it was committed last",
                cause);
    }

    static NilometerException unreadable(Path path, IOException cause) {
        boolean remote = FilePaths.isRemote(path);
        if (cause instanceof ClosedByInterruptException
                || cause instanceof InterruptedIOException && !(cause instanceof SocketTimeoutException)) {
            return interrupted(path.toString(), cause);
        }
        if (cause instanceof AccessDeniedException) {
            return new NilometerException(
                    "file-denied", "may not read " + path, "give the user that runs this the right to read it", cause);
        }
        if (cause instanceof NoSuchFileException) {
            return new NilometerException(
                    "file-not-found",
                    path + " was removed" + (remote ? " or replaced" : "") + " while it was waiting to be read",
                    "keep the files of a bounded run in place until it has ended",
                    cause);
        }
        if (remote) {
            return new NilometerException(
                    UNREACHABLE,
                    "cannot reach " + path + " (" + reason(cause) + ")",
                    "see that its store runs and that the address is right; --verbose shows more",
                    cause);
        }
        return new NilometerException(
                "file-unreadable", "cannot read " + path + " (" + cause + ")", "check the disk and the path", cause);
    }
}
