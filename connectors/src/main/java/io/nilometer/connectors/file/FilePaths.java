package io.nilometer.connectors.file;

import io.nilometer.api.RemoteFiles;
import io.nilometer.api.SourceContext;
import java.nio.file.FileSystems;
import java.nio.file.Path;

/**
 * Makes paths of texts: of this machine's files, and of those elsewhere that are named with a scheme.
 *
 * @param base where relative paths start
 */
record FilePaths(Path base, RemoteFiles remote) {

    static FilePaths of(SourceContext context) {
        return new FilePaths(context.directory().toAbsolutePath().normalize(), context.remote());
    }

    /** As it was printed. */
    Path read(String text) {
        return RemoteFiles.isRemote(text) ? remote.path(text) : Path.of(text);
    }

    /** As a user or {@link #name} has written it. */
    Path resolve(String text) {
        return RemoteFiles.isRemote(text)
                ? remote.path(text)
                : base.resolve(text).normalize();
    }

    /** Below the folder of the pipeline as seen from there: with it, everything may be moved. */
    String name(Path path) {
        return (path.startsWith(base) ? base.relativize(path) : path).toString();
    }

    /** Whether it is known by what its store says of it: it has no inode, and opening it is dear. */
    static boolean isRemote(Path path) {
        return path.getFileSystem() != FileSystems.getDefault();
    }
}
