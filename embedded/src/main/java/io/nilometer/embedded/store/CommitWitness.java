package io.nilometer.embedded.store;

import io.nilometer.api.disk.OwnFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/**
 * A file beside the database with the number of the last commit, written after it and not synced. The database ends its
 * log at the first damaged byte, without a word; a witness that has seen a later commit gives the loss away. After a power
 * cut the witness may be older than the log, never newer.
 */
final class CommitWitness implements AutoCloseable {

    private static final int LENGTH = Long.BYTES + Integer.BYTES;

    private final FileChannel file;
    private final Path path;

    private CommitWitness(Path path, FileChannel file) {
        this.path = path;
        this.file = file;
    }

    static CommitWitness open(Path path) {
        try {
            return new CommitWitness(path, OwnFile.open(path));
        } catch (IOException e) {
            throw StateErrors.unusable(path, e);
        }
    }

    /** @throws io.nilometer.api.NilometerException when a commit was seen that the database does not have */
    void check(long last) {
        ByteBuffer seen = ByteBuffer.allocate(LENGTH);
        try {
            file.read(seen, 0);
        } catch (IOException e) {
            throw StateErrors.unusable(path, e);
        }
        boolean whole = seen.position() == LENGTH && seen.getInt(Long.BYTES) == checksum(seen);
        if (whole && seen.getLong(0) > last) {
            throw StateErrors.corrupt(
                    "the state in " + path.getParent() + " is damaged: the commits after batch " + last
                            + " up to batch " + seen.getLong(0) + " are lost",
                    null);
        }
    }

    void saw(long batch) {
        ByteBuffer bytes = ByteBuffer.allocate(LENGTH).putLong(0, batch);
        bytes.putInt(Long.BYTES, checksum(bytes));
        try {
            file.write(bytes, 0);
        } catch (IOException e) {
            throw StateErrors.unusable(path, e);
        }
    }

    private static int checksum(ByteBuffer bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes.array(), 0, Long.BYTES);
        return (int) crc.getValue();
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw StateErrors.unusable(path, e);
        }
    }
}
