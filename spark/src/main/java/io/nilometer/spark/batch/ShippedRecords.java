package io.nilometer.spark.batch;

import io.nilometer.api.PartitionId;
import io.nilometer.api.RecordBatch;
import io.nilometer.core.bytes.ByteReader;
import io.nilometer.core.bytes.ByteWriter;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The bytes of records that the driver has read for executors to scan. */
public final class ShippedRecords {

    private ShippedRecords() {}

    /** @param batches of one partition, in order */
    public static byte[] write(List<RecordBatch> batches) {
        ByteWriter out = new ByteWriter(1 << 12);
        byte[] laid = null;
        for (RecordBatch batch : batches) {
            writeText(batch.origin().topic(), out);
            out.writeSigned(batch.origin().partition());
            writeText(batch.origin().file(), out);
            out.writeLong(batch.origin().modifiedMicros());
            out.writeUnsigned(batch.size());
            for (int record = 0; record < batch.size(); record++) {
                out.writeLong(batch.position(record));
                out.writeLong(batch.timestampMicros(record));
                out.writeBytes(batch.buffer(record), batch.offset(record), batch.length(record));
                describe(batch, record, out);
                laid = layout(batch.layout(record), laid, out);
            }
        }
        return out.toByteArray();
    }

    /** A layout is written once for all records that have it. */
    private static byte @Nullable [] layout(byte @Nullable [] layout, byte @Nullable [] last, ByteWriter out) {
        boolean changed = layout != last;
        out.writeBoolean(changed);
        if (changed) {
            byte[] written = layout == null ? new byte[0] : layout;
            out.writeBytes(written, 0, written.length);
        }
        return layout;
    }

    private static void describe(RecordBatch batch, int record, ByteWriter out) {
        byte[] key = batch.key(record);
        out.writeBoolean(key != null);
        if (key != null) {
            out.writeBytes(key, 0, key.length);
        }
        Map<String, byte[]> headers = batch.headers(record);
        out.writeUnsigned(headers.size());
        headers.forEach((name, value) -> {
            out.writeText(name);
            out.writeBytes(value, 0, value.length);
        });
    }

    /** Reads batch after batch. */
    public static final class Reader {

        private final ByteReader in;
        private final PartitionId partition;
        private byte @Nullable [] laid;

        public Reader(byte[] bytes, PartitionId partition) {
            this.in = new ByteReader(bytes);
            this.partition = partition;
        }

        /** The next batch, or null. */
        public @Nullable RecordBatch next() {
            if (!in.hasMore()) {
                return null;
            }
            RecordBatch.Origin origin =
                    new RecordBatch.Origin(readText(in), Math.toIntExact(in.readSigned()), readText(in), in.readLong());
            int size = in.readLength();
            RecordBatch batch = new RecordBatch(partition, origin, size);
            for (int record = 0; record < size; record++) {
                long position = in.readLong();
                long timestamp = in.readLong();
                int length = in.readLength();
                batch.add(in.array(), in.position(), length, position, timestamp);
                in.skip(length);
                byte[] key = in.readBoolean() ? in.readBytes() : null;
                Map<String, byte[]> headers = new TreeMap<>();
                for (int i = in.readLength(); i > 0; i--) {
                    headers.put(in.readText(), in.readBytes());
                }
                if (key != null || !headers.isEmpty()) {
                    batch.describeLast(key, headers);
                }
                if (in.readBoolean()) {
                    byte[] layout = in.readBytes();
                    laid = layout.length == 0 ? null : layout;
                }
                batch.layoutLast(laid);
            }
            return batch;
        }
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
}
