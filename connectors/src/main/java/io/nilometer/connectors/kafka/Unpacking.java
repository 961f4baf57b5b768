package io.nilometer.connectors.kafka;

import java.nio.ByteBuffer;
import org.apache.kafka.common.ClusterResource;
import org.apache.kafka.common.ClusterResourceListener;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Bounds what one poll of a consumer unpacks: a fetch of two megabytes may hold 500 of records, which the client unpacks one
 * after the other. A deserializer that refuses a record ends the poll before it, and the next poll begins with it (KIP-334);
 * so polls are cut by bytes, not only by {@code max.poll.records}. Used by the thread that polls.
 */
final class Unpacking {

    private static final long MOST_BYTES = 16L << 20;
    private static final long LEAST_BYTES = 1L << 20;
    private static final int SHARE_OF_HEAP = 32;

    private final long most;
    private final int maxRecordBytes;
    private long unpacked;
    private boolean keyTaken;
    private boolean topicsRefreshed;

    /** @param maxRecordBytes of a longer value one byte more is kept: enough to see that it is too long */
    Unpacking(int maxRecordBytes) {
        this(maxRecordBytes, mostBytes(Runtime.getRuntime().maxMemory()));
    }

    Unpacking(int maxRecordBytes, long most) {
        this.maxRecordBytes = maxRecordBytes;
        this.most = most;
    }

    private static long mostBytes(long heap) {
        return Math.max(LEAST_BYTES, Math.min(MOST_BYTES, heap / SHARE_OF_HEAP));
    }

    /** To be called before each poll. */
    void begin() {
        unpacked = 0;
        keyTaken = false;
    }

    /** Whether the client has looked anew which topics there are, since this was asked last. */
    boolean topicsRefreshed() {
        boolean refreshed = topicsRefreshed;
        topicsRefreshed = false;
        return refreshed;
    }

    Deserializer<byte[]> keys() {
        return new Keys();
    }

    Deserializer<ByteBuffer> values() {
        return new Values();
    }

    private void refuseWhenFull() {
        if (unpacked >= most) {
            throw new SerializationException("the next record belongs to the next poll");
        }
    }

    /** Also hears, as the client lets its deserializers, of every look at the cluster. */
    private final class Keys implements Deserializer<byte[]>, ClusterResourceListener {

        @Override
        public byte[] deserialize(String topic, byte[] key) {
            refuseWhenFull();
            unpacked += key.length;
            keyTaken = true;
            return key;
        }

        @Override
        public void onUpdate(ClusterResource cluster) {
            topicsRefreshed = true;
        }
    }

    private final class Values implements Deserializer<ByteBuffer> {

        @Override
        public ByteBuffer deserialize(String topic, byte[] value) {
            throw new UnsupportedOperationException();
        }

        /** The key of a record has been let in: it must not be stopped any more. */
        @Override
        public ByteBuffer deserialize(String topic, Headers headers, ByteBuffer value) {
            if (!keyTaken) {
                refuseWhenFull();
            }
            keyTaken = false;
            for (Header header : headers.toArray()) {
                unpacked += header.value() == null ? 0 : header.value().length;
            }
            if (value.remaining() <= maxRecordBytes) {
                unpacked += value.remaining();
                return value;
            }
            // What the client has made room for is given back with this record.
            unpacked += value.remaining();
            byte[] begin = new byte[maxRecordBytes + 1];
            value.get(begin);
            return ByteBuffer.wrap(begin);
        }
    }
}
