package io.nilometer.connectors.file;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/**
 * How a file begins, or what comes before a place in it: tells one file from another when name and inode do not. Of a remote
 * file it is made of what its store says of it, so that nothing is opened.
 *
 * @param length how many bytes were looked at
 */
record Fingerprint(int length, long checksum) {

    static final int FULL = 1024;

    /** Of what comes before a place: longer than a time and what stands behind it. */
    static final int BEFORE = 256;

    static final Fingerprint NONE = new Fingerprint(0, 0);

    static Fingerprint of(byte[] bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, length);
        return length == 0 ? NONE : new Fingerprint(length, crc.getValue());
    }

    /** Of a remote file, by its key. */
    static Fingerprint ofKey(String key) {
        byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
        return new Fingerprint(FULL, of(bytes, bytes.length).checksum());
    }

    /** Of a file's first bytes, unpacked; shorter when the file is. */
    static Fingerprint of(Path path, int length) throws IOException {
        if (FilePaths.isRemote(path)) {
            return FoundFile.at(path).map(file -> ofKey(file.key())).orElse(NONE);
        }
        try (OpenFile file = OpenFile.at(path, 0, Long.MAX_VALUE)) {
            byte[] head = new byte[length];
            int at = 0;
            int read = 1;
            while (at < length && read > 0) {
                read = file.read(head, at, length - at);
                at += Math.max(0, read);
            }
            return of(head, at);
        }
    }

    boolean isFull() {
        return length == FULL;
    }

    /** Whether the file begins with the same bytes, unpacked; it may have grown since. Nothing known matches nothing. */
    boolean matches(FoundFile file) throws IOException {
        return file.isRemote() ? equals(ofKey(file.key())) : matches(file.path());
    }

    /** See {@link #matches(FoundFile)}. */
    boolean matches(Path path) throws IOException {
        try {
            return length > 0 && equals(of(path, length));
        } catch (NoSuchFileException | AccessDeniedException e) {
            // Gone since it was listed, or not for us: another look will tell.
            return false;
        }
    }
}
