package io.nilometer.connectors.file.unpack;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;

/** Reads somewhere in a file; where it is read otherwise does not change. */
public final class Positioned {

    private Positioned() {}

    /** As {@link FileChannel#read(ByteBuffer, long)}. */
    public static int read(SeekableByteChannel channel, ByteBuffer into, long position) throws IOException {
        if (channel instanceof FileChannel file) {
            return file.read(into, position);
        }
        long before = channel.position();
        try {
            return channel.position(position).read(into);
        } finally {
            channel.position(before);
        }
    }
}
