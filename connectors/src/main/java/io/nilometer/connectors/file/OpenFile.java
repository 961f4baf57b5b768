package io.nilometer.connectors.file;

import io.nilometer.connectors.file.unpack.Content;
import io.nilometer.connectors.file.unpack.Fault;
import io.nilometer.connectors.file.unpack.Packing;
import io.nilometer.connectors.file.unpack.Positioned;
import io.nilometer.connectors.file.unpack.Unpacker;
import io.nilometer.connectors.line.LineSplitter;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A file that is being read, packed or not, whatever its name; offsets are those of the unpacked bytes. */
public final class OpenFile implements Closeable, LineSplitter.Bytes {

    private SeekableByteChannel channel;
    private final @Nullable Unpacker unpacker;
    private final Path path;
    private final LastBytes last = new LastBytes();

    private OpenFile(Path path, SeekableByteChannel channel, @Nullable Unpacker unpacker) {
        this.path = path;
        this.channel = channel;
        this.unpacker = unpacker;
    }

    /** Null when it is not packed. */
    static @Nullable Packing packing(Path path) throws IOException {
        try (SeekableByteChannel channel = Content.regular(path)) {
            return Content.packing(channel).orElse(null);
        }
    }

    /** From its beginning to its end; it may be a pipe. */
    public static OpenFile whole(Path path) throws IOException {
        return at(path, Files.newByteChannel(path), 0, Long.MAX_VALUE);
    }

    /** @param limit of a packed file: no packed bytes behind it are read */
    static OpenFile at(Path path, long offset, long limit) throws IOException {
        return at(path, Content.regular(path), offset, limit);
    }

    private static OpenFile at(Path path, SeekableByteChannel channel, long offset, long limit) throws IOException {
        try {
            Packing packing = Content.packing(channel).orElse(null);
            if (packing == null) {
                channel.position(offset);
                return new OpenFile(path, channel, null);
            }
            Unpacker unpacker = new Unpacker(packing, channel, limit);
            unpacker.skip(offset);
            return new OpenFile(path, channel, unpacker);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (unpacker != null) {
            return unpacker.read(into, offset, length);
        }
        int read = channel.read(ByteBuffer.wrap(into, offset, length));
        last.add(into, offset, read);
        return read;
    }

    /**
     * Lets go of the descriptor and keeps how far it has been unpacked. Of a plain file there is nothing to keep.
     *
     * @return about how much memory is kept; 0 when it cannot and has to be closed
     */
    long release() {
        if (unpacker == null) {
            return 0;
        }
        closeChannel();
        return unpacker.heldBytes();
    }

    boolean isReleased() {
        return !channel.isOpen();
    }

    /** Goes on after {@link #release}. */
    void reopen() throws IOException {
        channel = Content.regular(path);
        if (unpacker != null) {
            unpacker.channel(channel);
        }
    }

    private void closeChannel() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException("closing " + path, e);
        }
    }

    /** False when it cannot: packed files only go forward. */
    boolean seek(long offset) throws IOException {
        if (unpacker != null) {
            return false;
        }
        channel.position(offset);
        last.clear();
        return true;
    }

    /** Whether it is unpacked while it is read; it is looked at when it is opened, so this is never out of date. */
    boolean isPacked() {
        return unpacker != null;
    }

    /** Whether bytes have been read since it was opened, or {@link #seek}. */
    boolean hasRead() {
        return last.length() > 0;
    }

    /** Whether a plain file still has the bytes that were read last where they were read. */
    boolean isAsRead() throws IOException {
        int length = last.length();
        return unpacker != null || last.matches(bytesAt(channel.position() - length, length));
    }

    /** Of a plain file, what comes before a place; shorter where the file is. */
    Fingerprint before(long offset) throws IOException {
        int length = (int) Math.min(offset, Fingerprint.BEFORE);
        byte[] bytes = bytesAt(offset - length, length);
        return Fingerprint.of(bytes, bytes.length);
    }

    /** Why a packed file gives no more than it did; null when it is whole, or plain. */
    @Nullable
    Fault fault() {
        return unpacker == null ? null : unpacker.fault();
    }

    /** How many packed bytes of a packed file have been read; 0 of any other. */
    long taken() {
        return unpacker == null ? 0 : unpacker.position();
    }

    /** Bytes that the file has now; of a packed file, packed. */
    long size() throws IOException {
        return channel.size();
    }

    /** Of the open file itself, whatever is found under its name by now: of its first bytes, as many as are asked for. */
    Fingerprint fingerprint(int length) throws IOException {
        if (unpacker != null) {
            return Fingerprint.of(path, length);
        }
        byte[] head = bytesAt(0, length);
        return Fingerprint.of(head, head.length);
    }

    private byte[] bytesAt(long offset, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        int read = 1;
        while (bytes.hasRemaining() && read > 0) {
            read = Positioned.read(channel, bytes, offset + bytes.position());
        }
        return Arrays.copyOf(bytes.array(), bytes.position());
    }

    @Override
    public void close() {
        if (unpacker != null) {
            unpacker.close();
        }
        closeChannel();
    }
}
