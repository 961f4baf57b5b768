package io.nilometer.connectors.file;

import io.nilometer.connectors.file.unpack.Packing;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A file as a listing saw it.
 *
 * @param key what the file system knows it by, the same under another name: device and inode; of a remote file a text that
 *     changes with it
 * @param packing of what it holds; null when it is not packed or nobody has looked yet
 */
record FoundFile(
        Path path,
        String key,
        long size,
        FileTime modified,
        Sort sort,
        @Nullable Packing packing) {

    private static final Duration STILL_WRITTEN = Duration.ofSeconds(2);

    /** What stands under a name. */
    enum Sort {
        FILE,
        /** A pipe, a socket or a device. */
        SPECIAL,
        DANGLING_LINK,
        LINK_TO_ITS_OWN_FOLDER,
        FOLDER,
        CLOSED_FOLDER
    }

    static FoundFile of(Path path, BasicFileAttributes attributes) {
        Sort sort = attributes.isRegularFile()
                ? Sort.FILE
                : attributes.isSymbolicLink() ? Sort.DANGLING_LINK : Sort.SPECIAL;
        return new FoundFile(
                path,
                String.valueOf(attributes.fileKey()),
                attributes.size(),
                attributes.lastModifiedTime(),
                sort,
                null);
    }

    /** What cannot even be asked for its attributes. */
    static FoundFile unreachable(Path path, Sort sort) {
        return new FoundFile(path, path.toString(), 0, FileTime.fromMillis(0), sort, null);
    }

    FoundFile packedBy(@Nullable Packing known) {
        return new FoundFile(path, key, size, modified, sort, known);
    }

    /** This file, with what its first bytes say. */
    FoundFile looked() throws IOException {
        try {
            return sort == Sort.FILE ? packedBy(OpenFile.packing(path)) : this;
        } catch (NoSuchFileException | AccessDeniedException e) {
            // Whoever reads it will see.
            return this;
        }
    }

    boolean isRemote() {
        return FilePaths.isRemote(path);
    }

    boolean isPacked() {
        return packing != null;
    }

    /** Whether somebody may be writing it just now. */
    boolean isFresh() {
        return isFresh(modified);
    }

    static boolean isFresh(FileTime modified) {
        // Away from now in either direction: clocks of other machines differ.
        return Duration.between(modified.toInstant(), Instant.now()).abs().compareTo(STILL_WRITTEN) < 0;
    }

    /** Empty when there is nothing, or a folder. */
    static Optional<FoundFile> at(Path path) throws IOException {
        try {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            return attributes.isDirectory() ? Optional.empty() : Optional.of(of(path, attributes));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }
}
