package io.nilometer.connectors.file.unpack;

import java.util.Optional;

/** The ways of packing that are undone, known by how each member (gzip), frame (zstd) or stream (bzip2) of a file begins. */
public enum Packing {
    GZIP("gzip", 160 << 10) {
        @Override
        Likeness likeness(byte[] bytes, int at, int length) {
            return Likeness.of(bytes, at, length, 0x1f, 0x8b);
        }

        @Override
        MemberReader reader(PackedBytes in) {
            return new GzipMembers(in);
        }
    },
    ZSTD("zstd", 9 << 20) {
        /** A frame or a skippable one (RFC 8878, 3.1). */
        @Override
        Likeness likeness(byte[] bytes, int at, int length) {
            Likeness frame = Likeness.of(bytes, at, length, 0x28, 0xb5, 0x2f, 0xfd);
            int first = length > 0 && (bytes[at] & 0xf0) == 0x50 ? bytes[at] : 0x50;
            return frame.or(Likeness.of(bytes, at, length, first, 0x2a, 0x4d, 0x18));
        }

        @Override
        MemberReader reader(PackedBytes in) {
            return new ZstdFrames(in);
        }
    },
    BZIP2("bzip2", 5 << 20) {
        /** After the size a block begins or, of nothing, the end: a text may begin with the letters. */
        @Override
        Likeness likeness(byte[] bytes, int at, int length) {
            int size = length > 3 && bytes[at + 3] >= '1' && bytes[at + 3] <= '9' ? bytes[at + 3] : '1';
            return Likeness.of(bytes, at, length, 'B', 'Z', 'h', size, 0x31, 0x41, 0x59, 0x26, 0x53, 0x59)
                    .or(Likeness.of(bytes, at, length, 'B', 'Z', 'h', size, 0x17, 0x72, 0x45, 0x38, 0x50, 0x90));
        }

        @Override
        MemberReader reader(PackedBytes in) {
            return new Bzip2Streams(in);
        }
    };

    /** As many bytes as are needed to know any of them. */
    static final int LONGEST = 10;

    private final String text;
    private final long heldBytes;

    /** @param heldBytes buffers and window, about, while a file is being unpacked */
    Packing(String text, long heldBytes) {
        this.text = text;
        this.heldBytes = heldBytes;
    }

    long heldBytes() {
        return heldBytes;
    }

    abstract Likeness likeness(byte[] bytes, int at, int length);

    abstract MemberReader reader(PackedBytes in);

    /** Empty when the bytes are not packed, or too few to tell. */
    static Optional<Packing> of(byte[] head, int length) {
        for (Packing packing : values()) {
            if (packing.likeness(head, 0, length) == Likeness.YES) {
                return Optional.of(packing);
            }
        }
        return Optional.empty();
    }

    /** Whether with more bytes these may turn out to be packed. */
    static boolean mayBecome(byte[] head, int length) {
        for (Packing packing : values()) {
            if (packing.likeness(head, 0, length) == Likeness.PERHAPS) {
                return true;
            }
        }
        return false;
    }

    @Override
    public String toString() {
        return text;
    }
}
