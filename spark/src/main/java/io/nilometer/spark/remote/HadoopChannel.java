package io.nilometer.spark.remote;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.ReadOnlyFileSystemException;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Options.OpenFileOptions;
import org.apache.hadoop.io.IOUtils;
import org.apache.hadoop.util.functional.FutureIO;
import org.jspecify.annotations.Nullable;

/**
 * An open file, read from its beginning to its end as stores like it: who looks at its first bytes and then reads them does
 * not go back in the stream. When reading fails it is opened again, if it is the same file still.
 */
final class HadoopChannel implements SeekableByteChannel {

    private static final int CHUNK = 64 << 10;

    private final HadoopPath path;
    private final FileStatus status;
    private final byte[] chunk = new byte[CHUNK];
    private long chunkStart;
    private int chunkLength;
    private long position;
    private @Nullable FSDataInputStream stream;
    private boolean failed;
    private boolean closed;

    private HadoopChannel(HadoopPath path, FileStatus status) {
        this.path = path;
        this.status = status;
    }

    /** Nothing is kept open before the first byte is read. */
    static HadoopChannel open(HadoopPath path) throws IOException {
        HadoopChannel channel =
                new HadoopChannel(path, path.getFileSystem().patience().ask(path, () -> statusOf(path)));
        if (channel.status.getLen() > 0) {
            channel.load();
        }
        return channel;
    }

    private static FileStatus statusOf(HadoopPath path) throws IOException {
        HadoopSystem system = path.getFileSystem();
        return system.client(path).getFileStatus(system.hadoop(path));
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        if (closed) {
            throw new ClosedChannelException();
        }
        if (position < chunkStart || position >= chunkStart + chunkLength) {
            load();
        }
        int at = (int) (position - chunkStart);
        if (at >= chunkLength) {
            return -1;
        }
        int count = Math.min(into.remaining(), chunkLength - at);
        into.put(chunk, at, count);
        position += count;
        return count;
    }

    private void load() throws IOException {
        if (position >= status.getLen()) {
            chunkStart = position;
            chunkLength = 0;
            return;
        }
        int got = path.getFileSystem().patience().ask(path, this::readChunk);
        chunkStart = position;
        chunkLength = Math.max(0, got);
    }

    private int readChunk() throws IOException {
        try {
            FSDataInputStream in = stream();
            if (in.getPos() != position) {
                in.seek(position);
            }
            int length = (int) Math.min(CHUNK, status.getLen() - position);
            int got = 0;
            int read = 0;
            while (got < length && read >= 0) {
                got += read;
                read = in.read(chunk, got, length - got);
            }
            return got;
        } catch (IOException | RuntimeException e) {
            failed = true;
            closeStream();
            throw e;
        }
    }

    private FSDataInputStream stream() throws IOException {
        FSDataInputStream open = stream;
        if (open == null) {
            FileStatus now = failed ? statusOf(path) : status;
            if (!new HadoopAttributes(path, now).fileKey().equals(new HadoopAttributes(path, status).fileKey())) {
                throw new NoSuchFileException(path.toString());
            }
            HadoopSystem system = path.getFileSystem();
            open = FutureIO.awaitFuture(system.client(path)
                    .openFile(system.hadoop(path))
                    .withFileStatus(status)
                    .opt(OpenFileOptions.FS_OPTION_OPENFILE_READ_POLICY, "sequential")
                    .build());
            stream = open;
        }
        return open;
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public SeekableByteChannel position(long newPosition) {
        position = newPosition;
        return this;
    }

    /** As it was when it was opened. */
    @Override
    public long size() {
        return status.getLen();
    }

    @Override
    public boolean isOpen() {
        return !closed;
    }

    @Override
    public int write(ByteBuffer from) {
        throw new ReadOnlyFileSystemException();
    }

    @Override
    public SeekableByteChannel truncate(long size) {
        throw new ReadOnlyFileSystemException();
    }

    /** What a stream says when it is let go is of no interest: all that was wanted of it has been read. */
    private void closeStream() {
        IOUtils.closeStream(stream);
        stream = null;
    }

    @Override
    public void close() {
        closed = true;
        closeStream();
    }
}
