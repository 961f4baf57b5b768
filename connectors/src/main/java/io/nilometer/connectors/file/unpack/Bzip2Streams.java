package io.nilometer.connectors.file.unpack;

import java.io.IOException;
import java.io.InputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.jspecify.annotations.Nullable;

/** Streams of a bzip2 file; packers that use several processors write one for each block. */
final class Bzip2Streams implements MemberReader {

    private final InputStream in;
    private @Nullable InputStream stream;
    private @Nullable IOException damage;

    Bzip2Streams(PackedBytes packed) {
        this.in = new InputStream() {
            @Override
            public int read() throws IOException {
                return packed.next();
            }
        };
    }

    @Override
    public void begin() throws IOException {
        try {
            stream = new BZip2CompressorInputStream(in, false);
        } catch (RuntimeException e) {
            throw unusable(e);
        }
    }

    @Override
    public int read(byte[] into) throws IOException {
        if (damage != null) {
            throw damage;
        }
        int got = 0;
        try {
            while (got < into.length) {
                int next = stream == null ? -1 : stream.read();
                if (next < 0) {
                    return got == 0 ? -1 : got;
                }
                into[got++] = (byte) next;
            }
            return got;
        } catch (IOException e) {
            damage = e;
        } catch (RuntimeException e) {
            damage = unusable(e);
        }
        if (got == 0) {
            throw damage;
        }
        return got;
    }

    /** The library meets tables and indexes that cannot be in several ways. */
    private static IOException unusable(RuntimeException cause) {
        return new IOException("the block cannot be unpacked", cause);
    }

    /** Holds nothing but memory. */
    @Override
    public void close() {
        stream = null;
    }
}
