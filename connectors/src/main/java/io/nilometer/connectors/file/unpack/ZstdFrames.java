package io.nilometer.connectors.file.unpack;

import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Frames of a zstd file, skippable ones included. */
final class ZstdFrames implements MemberReader {

    /** The library unpacks block by block and forgets the good ones of a call that meets a bad one: small bites. */
    private static final int BITE = 1 << 9;

    private final PackedBytes in;
    private final ZstdDecompressCtx context = new ZstdDecompressCtx();
    private final ByteBuffer packed = ByteBuffer.allocateDirect(BITE).limit(0);
    private final ByteBuffer unpacked = ByteBuffer.allocateDirect(Unpacker.STEP);
    private boolean finished;

    ZstdFrames(PackedBytes in) {
        this.in = in;
    }

    @Override
    public void begin() {
        context.reset();
        packed.limit(0);
        finished = false;
    }

    @Override
    public int read(byte[] into) throws IOException {
        while (!finished) {
            unpacked.clear();
            unpack();
            int got = unpacked.position();
            if (got > 0) {
                unpacked.flip().get(into, 0, got);
                return got;
            }
            if (!finished && !packed.hasRemaining()) {
                bite();
            }
        }
        return -1;
    }

    private void unpack() throws IOException {
        try {
            finished = context.decompressDirectByteBufferStream(unpacked, packed);
        } catch (ZstdException e) {
            in.back(packed.remaining());
            throw new IOException(String.valueOf(e.getMessage()), e);
        }
        if (finished) {
            in.back(packed.remaining());
            packed.limit(packed.position());
        }
    }

    private void bite() throws IOException {
        int more = Math.min(in.available(1), BITE);
        if (more == 0) {
            throw new EOFException();
        }
        packed.clear().put(in.buffer(), in.at(), more).flip();
        in.skip(more);
    }

    @Override
    public void close() {
        context.close();
    }
}
