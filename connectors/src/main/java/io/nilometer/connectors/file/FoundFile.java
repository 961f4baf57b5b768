package io.nilometer.connectors.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A file as a listing saw it.
 *
 * @param key what the file system knows it by, the same under another name: device and inode
 */
record FoundFile(Path path, String key, long size, FileTime modified) {

    private static final Duration STILL_WRITTEN = Duration.ofSeconds(2);

    /** Whether it may be packed just now: gzip sets the time back to the original's when it is done. */
    boolean isBeingPacked() {
        return OpenFile.packed(path)
                && modified.toInstant().isAfter(Instant.now().minus(STILL_WRITTEN));
    }

    /** Empty when there is no regular file, or no longer. */
    static Optional<FoundFile> at(Path path) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            return attributes.isDirectory()
                    ? Optional.empty()
                    : Optional.of(new FoundFile(
                            path,
                            String.valueOf(attributes.fileKey()),
                            attributes.size(),
                            attributes.lastModifiedTime()));
        } catch (java.nio.file.NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw FileErrors.unreadable(path, e);
        }
    }
}
