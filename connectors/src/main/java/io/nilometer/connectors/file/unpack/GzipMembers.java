package io.nilometer.connectors.file.unpack;

import java.io.EOFException;
import java.io.IOException;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/** Members of a gzip file (RFC 1952). The JDK's stream takes a damaged second header for the end. */
final class GzipMembers implements MemberReader {

    private static final int DEFLATE = 8;
    private static final int HEADER_CHECKSUM = 2;
    private static final int EXTRA = 4;
    private static final int NAME = 8;
    private static final int COMMENT = 16;
    private static final int RESERVED = 0xe0;

    private final PackedBytes in;
    private final Inflater inflater = new Inflater(true);
    private final CRC32 checksum = new CRC32();
    private @Nullable IOException damage;

    GzipMembers(PackedBytes in) {
        this.in = in;
    }

    @Override
    public void begin() throws IOException {
        inflater.reset();
        checksum.reset();
        skip(2);
        int method = in.next();
        int flags = in.next();
        if (method != DEFLATE || (flags & RESERVED) != 0) {
            throw new IOException("the header is not one of gzip");
        }
        skip(6);
        if ((flags & EXTRA) != 0) {
            skip(in.next() | in.next() << 8);
        }
        if ((flags & NAME) != 0) {
            skipText();
        }
        if ((flags & COMMENT) != 0) {
            skipText();
        }
        if ((flags & HEADER_CHECKSUM) != 0) {
            skip(2);
        }
    }

    private void skip(int bytes) throws IOException {
        for (int i = 0; i < bytes; i++) {
            in.next();
        }
    }

    private void skipText() throws IOException {
        int next;
        do {
            next = in.next();
        } while (next != 0);
    }

    @Override
    public int read(byte[] into) throws IOException {
        if (damage != null) {
            throw damage;
        }
        while (!inflater.finished()) {
            if (inflater.needsInput()) {
                int more = in.available(1);
                if (more == 0) {
                    throw new EOFException();
                }
                inflater.setInput(in.buffer(), in.at(), more);
                in.skip(more);
            }
            int unpacked = inflate(into);
            if (unpacked > 0) {
                checksum.update(into, 0, unpacked);
                return unpacked;
            }
        }
        in.back(inflater.getRemaining());
        checkTrailer();
        return -1;
    }

    /** What came out before the damage is given out first. */
    private int inflate(byte[] into) throws IOException {
        long before = inflater.getBytesWritten();
        try {
            int unpacked = inflater.inflate(into);
            if (inflater.needsDictionary()) {
                throw new DataFormatException("a dictionary is wanted");
            }
            return unpacked;
        } catch (DataFormatException e) {
            in.back(inflater.getRemaining());
            damage = new IOException(String.valueOf(e.getMessage()), e);
            int unpacked = (int) (inflater.getBytesWritten() - before);
            if (unpacked == 0) {
                throw damage;
            }
            return unpacked;
        }
    }

    private void checkTrailer() throws IOException {
        long sum = fourBytes();
        long length = fourBytes();
        if (sum != checksum.getValue() || length != (inflater.getBytesWritten() & 0xffff_ffffL)) {
            throw new IOException("the checksum of what was unpacked is not the one written here");
        }
    }

    private long fourBytes() throws IOException {
        return in.next() | (long) in.next() << 8 | (long) in.next() << 16 | (long) in.next() << 24;
    }

    @Override
    public void close() {
        inflater.end();
    }
}
