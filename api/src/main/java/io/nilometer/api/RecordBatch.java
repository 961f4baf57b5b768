package io.nilometer.api;

import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Consecutive records of one partition, as columns: where the bytes of each lie, its position and its time. Bytes are
 * not copied; a source must not touch a buffer again after it has handed it over.
 */
public final class RecordBatch {

    /** Stands for "the transport gives this record no timestamp". */
    public static final long NO_TIMESTAMP = Long.MIN_VALUE;

    private final PartitionId partition;
    private final Origin origin;
    private byte[][] buffers;
    private int[] offsets;
    private int[] lengths;
    private long[] positions;
    private long[] timestamps;
    private byte @Nullable [][] keys;
    private @Nullable Map<String, byte[]> @Nullable [] headers;
    private byte @Nullable [] @Nullable [] layouts;
    private byte @Nullable [] layout;
    private int size;
    private long bytes;
    private long describedBytes;
    private String resume = "";

    /**
     * What `meta` says of every record of a batch.
     *
     * @param topic Kafka's topic, or null
     * @param partition Kafka's partition number, or 0
     * @param file the file's path, or null
     * @param modifiedMicros when the file was written last, in microseconds since the epoch, or {@link #NO_TIMESTAMP}
     */
    public record Origin(
            @Nullable String topic, int partition, @Nullable String file, long modifiedMicros) {
        public static final Origin NONE = new Origin(null, 0, null);

        /** Where no file is read, or when it was written does not matter. */
        public Origin(@Nullable String topic, int partition, @Nullable String file) {
            this(topic, partition, file, NO_TIMESTAMP);
        }
    }

    public RecordBatch(PartitionId partition, Origin origin, int capacity) {
        this.partition = partition;
        this.origin = origin;
        int room = Math.max(capacity, 16);
        buffers = new byte[room][];
        offsets = new int[room];
        lengths = new int[room];
        positions = new long[room];
        timestamps = new long[room];
    }

    /** Adds a record without transport time, key and headers. */
    public void add(byte[] buffer, int offset, int length, long position) {
        add(buffer, offset, length, position, NO_TIMESTAMP);
    }

    /**
     * @param position of the record in its partition, growing: Kafka's offset, a file's byte offset
     * @param timestampMicros the transport's own timestamp in microseconds since the epoch, or {@link #NO_TIMESTAMP}
     */
    public void add(byte[] buffer, int offset, int length, long position, long timestampMicros) {
        if (size == buffers.length) {
            grow();
        }
        buffers[size] = buffer;
        offsets[size] = offset;
        lengths[size] = length;
        positions[size] = position;
        timestamps[size] = timestampMicros;
        size++;
        bytes += length;
    }

    /** Sets key and headers of the record added last. */
    @SuppressWarnings({"unchecked", "rawtypes"}) // arrays of a generic type
    public void describeLast(byte @Nullable [] key, Map<String, byte[]> recordHeaders) {
        if (key != null) {
            if (keys == null) {
                keys = new byte[buffers.length][];
            }
            keys[size - 1] = key;
            describedBytes += key.length;
        }
        if (!recordHeaders.isEmpty()) {
            if (headers == null) {
                headers = new Map[buffers.length];
            }
            headers[size - 1] = recordHeaders;
            recordHeaders.values().forEach(value -> describedBytes += value.length);
        }
    }

    /** Sets the layout of the records that have none of their own; see {@link LineFraming.Role#LAYOUT}. */
    public void layout(byte @Nullable [] ofAll) {
        layout = ofAll;
    }

    /** Sets the layout of the record added last. */
    public void layoutLast(byte @Nullable [] ofLast) {
        if (layouts == null) {
            if (ofLast == null) {
                return;
            }
            layouts = new byte[buffers.length][];
        }
        layouts[size - 1] = ofLast;
    }

    /** Adds a record of another batch of the same partition, its bytes and place being others perhaps. */
    public void addAs(RecordBatch other, int record, byte[] buffer, int offset, int length, long position) {
        add(buffer, offset, length, position, other.timestampMicros(record));
        describeLast(other.key(record), other.headers(record));
    }

    /** Where reading continues after the last record of this batch; only its source understands the text. */
    public void resumeAt(String position) {
        resume = position;
    }

    public PartitionId partition() {
        return partition;
    }

    public Origin origin() {
        return origin;
    }

    public int size() {
        return size;
    }

    /** The sum of the records' lengths. */
    public long bytes() {
        return bytes;
    }

    /** The sum of the lengths of records, keys and headers: what they hold in memory. */
    public long heldBytes() {
        return bytes + describedBytes;
    }

    public String resume() {
        return resume;
    }

    public byte[] buffer(int record) {
        return buffers[record];
    }

    public int offset(int record) {
        return offsets[record];
    }

    public int length(int record) {
        return lengths[record];
    }

    public long position(int record) {
        return positions[record];
    }

    public long timestampMicros(int record) {
        return timestamps[record];
    }

    public byte @Nullable [] key(int record) {
        return keys == null ? null : keys[record];
    }

    public Map<String, byte[]> headers(int record) {
        Map<String, byte[]> found = headers == null ? null : headers[record];
        return found == null ? Map.of() : found;
    }

    /** How a record is laid out; null when the options of its format say it. */
    public byte @Nullable [] layout(int record) {
        byte[] own = layouts == null ? null : layouts[record];
        return own == null ? layout : own;
    }

    /** A record's bytes, copied. */
    public byte[] copy(int record) {
        return Arrays.copyOfRange(buffers[record], offsets[record], offsets[record] + lengths[record]);
    }

    private void grow() {
        int room = buffers.length * 2;
        buffers = Arrays.copyOf(buffers, room);
        offsets = Arrays.copyOf(offsets, room);
        lengths = Arrays.copyOf(lengths, room);
        positions = Arrays.copyOf(positions, room);
        timestamps = Arrays.copyOf(timestamps, room);
        if (keys != null) {
            keys = Arrays.copyOf(keys, room);
        }
        if (headers != null) {
            headers = Arrays.copyOf(headers, room);
        }
        if (layouts != null) {
            layouts = Arrays.copyOf(layouts, room);
        }
    }
}
