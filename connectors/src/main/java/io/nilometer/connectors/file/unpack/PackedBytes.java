package io.nilometer.connectors.file.unpack;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import org.jspecify.annotations.Nullable;

/** The packed bytes of a file up to a limit, with a look ahead. They come in chunks that depend on nothing but the file. */
final class PackedBytes {

    private static final int CHUNK = 1 << 16;

    private SeekableByteChannel channel;
    private final long limit;
    private final byte[] buffer = new byte[CHUNK];
    private int at;
    private int end;
    private long read;
    private @Nullable IOException failure;

    PackedBytes(SeekableByteChannel channel, long limit) {
        this.channel = channel;
        this.limit = limit;
    }

    /** The same file, opened again. */
    void channel(SeekableByteChannel again) {
        channel = again;
    }

    /**
     * Makes sure that some bytes are in the buffer.
     *
     * @param wanted at most {@link Packing#LONGEST}
     * @return how many are there; fewer than wanted only at the end
     */
    int available(int wanted) throws IOException {
        if (end - at < wanted) {
            System.arraycopy(buffer, at, buffer, 0, end - at);
            end -= at;
            at = 0;
            load();
        }
        return end - at;
    }

    private void load() throws IOException {
        try {
            int got = 0;
            while (end < buffer.length && read < limit && got >= 0) {
                int most = (int) Math.min(buffer.length - end, limit - read);
                got = Positioned.read(channel, ByteBuffer.wrap(buffer, end, most), read);
                end += Math.max(0, got);
                read += Math.max(0, got);
            }
        } catch (IOException e) {
            failure = e;
            throw e;
        }
    }

    /** The bytes that are available begin at {@link #at} of it; it stays as it is until more are asked for. */
    byte[] buffer() {
        return buffer;
    }

    int at() {
        return at;
    }

    void skip(int bytes) {
        at += bytes;
    }

    /** Takes back a skip, before any other call. */
    void back(int bytes) {
        at -= bytes;
    }

    /** One byte. */
    int next() throws IOException {
        if (at == end && available(1) == 0) {
            throw new EOFException();
        }
        return buffer[at++] & 0xff;
    }

    /** Where the next byte lies in the file. */
    long position() {
        return read - (end - at);
    }

    /** Why the file could not be read, which says nothing about what it holds. */
    @Nullable
    IOException failure() {
        return failure;
    }
}
