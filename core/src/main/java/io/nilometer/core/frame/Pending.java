package io.nilometer.core.frame;

import io.nilometer.api.PartitionId;
import io.nilometer.api.RecordBatch;
import io.nilometer.core.bytes.ByteReader;
import io.nilometer.core.bytes.ByteWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a record that has not come to its end. Bytes are not copied. Lines beyond the size of the longest record are
 * counted and let go: the record will be rejected.
 */
final class Pending {

    private final List<Line> lines = new ArrayList<>();
    private long bytes;
    private int count;

    /** @param batch what else is known of the line, with its number there */
    record Line(byte[] buffer, int offset, int length, long position, RecordBatch batch, int record) {

        byte[] copy() {
            return Arrays.copyOfRange(buffer, offset, offset + length);
        }
    }

    boolean isEmpty() {
        return count == 0;
    }

    int count() {
        return count;
    }

    long bytes() {
        return bytes;
    }

    List<Line> lines() {
        return lines;
    }

    void add(Line line, int maxRecordBytes) {
        if (bytes <= maxRecordBytes) {
            lines.add(line);
            bytes += line.length() + 1L;
        }
        count++;
    }

    void clear() {
        lines.clear();
        bytes = 0;
        count = 0;
    }

    void write(ByteWriter out) {
        out.writeUnsigned(count);
        out.writeUnsigned(lines.size());
        for (Line line : lines) {
            out.writeBytes(line.buffer, line.offset, line.length);
            out.writeLong(line.position);
        }
        if (!lines.isEmpty()) {
            Line first = lines.get(0);
            RecordBatch batch = first.batch;
            out.writeLong(batch.timestampMicros(first.record));
            writeText(batch.origin().topic(), out);
            out.writeSigned(batch.origin().partition());
            writeText(batch.origin().file(), out);
            out.writeLong(batch.origin().modifiedMicros());
            writeBytes(batch.key(first.record), out);
            writeBytes(batch.layout(first.record), out);
            Map<String, byte[]> headers = batch.headers(first.record);
            out.writeUnsigned(headers.size());
            headers.forEach((name, value) -> {
                out.writeText(name);
                out.writeBytes(value, 0, value.length);
            });
        }
    }

    void read(ByteReader in, PartitionId partition) {
        clear();
        int all = in.readLength();
        int kept = in.readLength();
        List<byte[]> texts = new ArrayList<>();
        List<Long> positions = new ArrayList<>();
        for (int i = 0; i < kept; i++) {
            texts.add(in.readBytes());
            positions.add(in.readLong());
        }
        if (kept == 0) {
            return;
        }
        long timestamp = in.readLong();
        RecordBatch.Origin origin =
                new RecordBatch.Origin(readText(in), Math.toIntExact(in.readSigned()), readText(in), in.readLong());
        RecordBatch batch = new RecordBatch(partition, origin, kept);
        byte[] key = readBytes(in);
        byte[] layout = readBytes(in);
        Map<String, byte[]> headers = new TreeMap<>();
        for (int i = in.readLength(); i > 0; i--) {
            headers.put(in.readText(), in.readBytes());
        }
        for (int i = 0; i < kept; i++) {
            byte[] text = texts.get(i);
            batch.add(text, 0, text.length, positions.get(i), timestamp);
            batch.describeLast(key, headers);
            batch.layoutLast(layout);
            add(new Line(text, 0, text.length, positions.get(i), batch, i), Integer.MAX_VALUE);
        }
        count = all;
    }

    private static void writeText(@Nullable String text, ByteWriter out) {
        out.writeBoolean(text != null);
        if (text != null) {
            out.writeText(text);
        }
    }

    private static @Nullable String readText(ByteReader in) {
        return in.readBoolean() ? in.readText() : null;
    }

    private static void writeBytes(byte @Nullable [] bytes, ByteWriter out) {
        out.writeBoolean(bytes != null);
        if (bytes != null) {
            out.writeBytes(bytes, 0, bytes.length);
        }
    }

    private static byte @Nullable [] readBytes(ByteReader in) {
        return in.readBoolean() ? in.readBytes() : null;
    }
}
