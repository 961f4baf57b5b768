package io.nilometer.connectors.file.unpack;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/** What a file holds, as far as its first bytes tell. */
public sealed interface Content {

    /** Bytes to be read as they are. */
    record Plain() implements Content {}

    /** Bytes to be unpacked and then read. */
    record Packed(Packing packing) implements Content {}

    /** So few bytes that more are needed to tell. */
    record Undecided() implements Content {}

    /**
     * Bytes that make no lines.
     *
     * @param what it looks like, to follow "is"
     * @param remedy what to do
     */
    record Other(String what, String remedy) implements Content {}

    /** How much of a file is looked at. */
    int HEAD = 4096;

    /** Opens nothing but a regular file: opening a pipe would wait until somebody writes to it. */
    static SeekableByteChannel regular(Path path) throws IOException {
        boolean here = path.getFileSystem() == FileSystems.getDefault();
        if (here && !Files.readAttributes(path, BasicFileAttributes.class).isRegularFile()) {
            throw new NoSuchFileException(path.toString(), null, "no regular file");
        }
        return Files.newByteChannel(path);
    }

    /**
     * Looks at a regular file.
     *
     * @param wide whether its text is said to take two bytes a character
     */
    static Content of(Path path, boolean wide) throws IOException {
        try (SeekableByteChannel channel = regular(path)) {
            byte[] head = new byte[HEAD];
            int length = read(channel, head);
            Optional<Packing> packing = Packing.of(head, length);
            if (packing.isPresent()) {
                return packed(packing.get(), channel, wide);
            }
            if (Packing.mayBecome(head, length)) {
                return new Undecided();
            }
            return Looks.of(head, length, wide).<Content>map(other -> other).orElse(new Plain());
        }
    }

    /** Looks only at whether a file is packed, and how. */
    static Content packing(Path path) throws IOException {
        try (SeekableByteChannel channel = regular(path)) {
            return packing(channel).<Content>map(Packed::new).orElse(new Plain());
        }
    }

    /** How an open file is packed; empty when it is not, or too short to tell. Where it is read does not change. */
    static Optional<Packing> packing(SeekableByteChannel channel) throws IOException {
        byte[] head = new byte[Packing.LONGEST];
        return Packing.of(head, read(channel, head));
    }

    private static Content packed(Packing packing, SeekableByteChannel channel, boolean wide) throws IOException {
        byte[] head = new byte[HEAD];
        int length = 0;
        try (Unpacker unpacker = new Unpacker(packing, channel, Long.MAX_VALUE)) {
            int got = 0;
            while (length < head.length && got >= 0) {
                length += got;
                got = unpacker.read(head, length, head.length - length);
            }
        }
        Optional<Packing> again = Packing.of(head, length);
        if (again.isPresent()) {
            return new Other("packed twice (" + again.get() + " in " + packing + ")", "unpack it once");
        }
        return Looks.of(head, length, wide)
                .<Content>map(inside -> new Other(inside.what() + " packed by " + packing, inside.remedy()))
                .orElse(new Packed(packing));
    }

    private static int read(SeekableByteChannel channel, byte[] head) throws IOException {
        int length = 0;
        int got = 0;
        while (length < head.length && got >= 0) {
            length += got;
            got = Positioned.read(channel, ByteBuffer.wrap(head, length, head.length - length), length);
        }
        return length;
    }
}
