package io.nilometer.connectors.file;

import io.nilometer.connectors.line.LineSplitter;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** A file that is being read; offsets are those of the unpacked bytes. */
final class OpenFile implements Closeable, LineSplitter.Bytes {

    private final FileChannel channel;
    private final @Nullable InputStream unpacked;
    private final Path path;

    private OpenFile(Path path, FileChannel channel, @Nullable InputStream unpacked) {
        this.path = path;
        this.channel = channel;
        this.unpacked = unpacked;
    }

    static boolean packed(Path path) {
        return path.toString().endsWith(".gz");
    }

    static OpenFile at(Path path, long offset) throws IOException {
        FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
        try {
            if (!packed(path)) {
                channel.position(offset);
                return new OpenFile(path, channel, null);
            }
            InputStream unpacked = new GZIPInputStream(Channels.newInputStream(channel), 1 << 16);
            unpacked.skipNBytes(offset);
            return new OpenFile(path, channel, unpacked);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        return unpacked == null
                ? channel.read(ByteBuffer.wrap(into, offset, length))
                : unpacked.read(into, offset, length);
    }

    /** False when it cannot: packed files only go forward. */
    boolean seek(long offset) throws IOException {
        if (unpacked != null) {
            return false;
        }
        channel.position(offset);
        return true;
    }

    /** Bytes of the file, packed ones of a packed file, that have been read. */
    long taken() {
        try {
            return channel.position();
        } catch (IOException e) {
            // Who reads next finds out.
            return 0;
        }
    }

    /** Bytes that the file has now; of a packed file, packed. */
    long size() throws IOException {
        return channel.size();
    }

    /** Of the open file itself, whatever is found under its name by now. */
    Fingerprint fingerprint() throws IOException {
        if (unpacked != null) {
            return Fingerprint.of(path, Fingerprint.FULL);
        }
        ByteBuffer head = ByteBuffer.allocate(Fingerprint.FULL);
        int read = 1;
        while (head.hasRemaining() && read > 0) {
            read = channel.read(head, head.position());
        }
        return Fingerprint.of(head.array(), head.position());
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException("closing " + path, e);
        }
    }
}
