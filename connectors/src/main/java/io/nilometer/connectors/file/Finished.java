package io.nilometer.connectors.file;

import io.nilometer.api.NilometerException;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The partitions that have been read to their end, each in some twenty bytes: enough to know it again and to go on behind
 * it if something was added. As text {@code 2 base64}.
 */
final class Finished {

    private static final int MOST_ENTRY = 8 + 10 + 10 + 10 + 3 + 4;

    private final Map<Long, Entry> entries = new LinkedHashMap<>();
    private @Nullable String text;

    /**
     * @param offset how far its newest file has been read
     * @param head of the newest file
     */
    private record Entry(long order, long total, long offset, Fingerprint head) {}

    static Finished parse(String text) {
        Finished finished = new Finished();
        if (text.isEmpty()) {
            return finished;
        }
        String[] parts = text.split(" ", -1);
        ResumeText.checkVersion(parts[0]);
        try {
            ByteBuffer in = ByteBuffer.wrap(Base64.getDecoder().decode(parts[1]));
            while (in.hasRemaining()) {
                long name = in.getLong();
                long order = number(in);
                long offset = number(in);
                long total = offset + number(in);
                Fingerprint head = new Fingerprint((int) number(in), in.getInt() & 0xffff_ffffL);
                finished.entries.put(name, new Entry(order, total, offset, head));
            }
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException | BufferUnderflowException e) {
            throw new NilometerException(
                    "bad-position",
                    "what a file source has noted of finished files cannot be read",
                    "restore the state from a copy, or start with empty state: --forget",
                    e);
        }
        return finished;
    }

    String print() {
        String printed = text;
        if (printed == null) {
            ByteBuffer out = ByteBuffer.allocate(entries.size() * MOST_ENTRY);
            entries.forEach((name, entry) -> {
                out.putLong(name);
                put(out, entry.order());
                put(out, entry.offset());
                put(out, entry.total() - entry.offset());
                put(out, entry.head().length());
                out.putInt((int) entry.head().checksum());
            });
            byte[] bytes = java.util.Arrays.copyOf(out.array(), out.position());
            printed = ResumeText.VERSION + " " + Base64.getEncoder().encodeToString(bytes);
            text = printed;
        }
        return printed;
    }

    /** @param newest of its files, read to its end */
    void add(String partition, long order, long total, TrackedFile newest) {
        entries.put(
                hash(partition),
                new Entry(order, Math.max(total, newest.offset()), newest.offset(), newest.fingerprint()));
        text = null;
    }

    boolean contains(String partition) {
        return entries.containsKey(hash(partition));
    }

    /** Whether a partition that was finished has a file that is as it was then. */
    boolean holds(String partition, List<FoundFile> files) throws IOException {
        return find(partition, files) != null;
    }

    int size() {
        return entries.size();
    }

    /**
     * Where a partition goes on that was finished: behind the file that was its newest then; null when it was not, or that
     * file is not there any more.
     *
     * @param files of the partition, the oldest first
     */
    @Nullable
    ResumeText find(String partition, List<FoundFile> files) throws IOException {
        Entry entry = entries.get(hash(partition));
        if (entry == null) {
            return null;
        }
        for (int i = files.size() - 1; i >= 0; i--) {
            FoundFile file = files.get(i);
            boolean longEnough = file.isPacked() || file.size() >= entry.offset();
            if (longEnough && entry.head().matches(file)) {
                TrackedFile newest = new TrackedFile(file, entry.offset(), Past.of(entry.head()));
                return new ResumeText(entry.order(), entry.total(), true, true, List.of(newest), List.of());
            }
        }
        return null;
    }

    /** FNV-1a. */
    private static long hash(String name) {
        long hash = 0xcbf29ce484222325L;
        for (byte each : name.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (each & 0xff)) * 0x100000001b3L;
        }
        return hash;
    }

    private static void put(ByteBuffer out, long number) {
        long rest = number;
        while ((rest & ~0x7fL) != 0) {
            out.put((byte) (rest & 0x7f | 0x80));
            rest >>>= 7;
        }
        out.put((byte) rest);
    }

    private static long number(ByteBuffer in) {
        long number = 0;
        int shift = 0;
        byte next;
        do {
            next = in.get();
            number |= (next & 0x7fL) << shift;
            shift += 7;
        } while (next < 0);
        return number;
    }
}
