package io.nilometer.cli.remote;

import java.io.IOException;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSInputStream;

/** Gives its first hundred thousand bytes, and then fails for good. */
final class BreakingStream extends FSInputStream {

    private static final long LAST = 100_000;

    private final FSDataInputStream in;

    BreakingStream(FSDataInputStream in) {
        this.in = in;
    }

    @Override
    public int read() throws IOException {
        check();
        return in.read();
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        check();
        return in.read(into, offset, length);
    }

    private void check() throws IOException {
        if (in.getPos() >= LAST) {
            throw new IOException("connection reset");
        }
    }

    @Override
    public void seek(long position) throws IOException {
        in.seek(position);
    }

    @Override
    public long getPos() throws IOException {
        return in.getPos();
    }

    @Override
    public boolean seekToNewSource(long position) {
        return false;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
