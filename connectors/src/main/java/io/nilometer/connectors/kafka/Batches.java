package io.nilometer.connectors.kafka;

import io.nilometer.api.RecordBatch;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** Makes batches of what a poll brought: values stay where the client put them. */
final class Batches {

    private static final int RECORDS_PER_BATCH = 4096;
    private static final byte[] NOTHING = new byte[0];

    private Batches() {}

    static void hand(
            KafkaPartition partition, List<ConsumerRecord<byte[], ByteBuffer>> records, Consumer<RecordBatch> out) {
        for (int from = 0; from < records.size() && !partition.hasEnded(); from += RECORDS_PER_BATCH) {
            List<ConsumerRecord<byte[], ByteBuffer>> some =
                    records.subList(from, Math.min(records.size(), from + RECORDS_PER_BATCH));
            RecordBatch batch = new RecordBatch(partition.id(), partition.origin(), some.size());
            for (ConsumerRecord<byte[], ByteBuffer> record : some) {
                if (partition.isBounded() && record.offset() >= partition.end()) {
                    partition.advanceTo(partition.end());
                    break;
                }
                add(batch, record);
                partition.advanceTo(record.offset() + 1);
            }
            if (batch.size() > 0) {
                batch.resumeAt(partition.resume());
                out.accept(batch);
            }
        }
    }

    private static void add(RecordBatch batch, ConsumerRecord<byte[], ByteBuffer> record) {
        long micros = record.timestamp() < 0 ? RecordBatch.NO_TIMESTAMP : record.timestamp() * 1_000;
        // A tombstone has no value; for us it is a record without bytes.
        @Nullable ByteBuffer value = record.value();
        if (value == null) {
            batch.add(NOTHING, 0, 0, record.offset(), micros);
        } else if (value.hasArray()) {
            batch.add(
                    value.array(), value.arrayOffset() + value.position(), value.remaining(), record.offset(), micros);
        } else {
            byte[] copy = new byte[value.remaining()];
            value.get(copy);
            batch.add(copy, 0, copy.length, record.offset(), micros);
        }
        Header[] headers = record.headers().toArray();
        if (record.key() != null || headers.length > 0) {
            batch.describeLast(record.key(), headers.length == 0 ? Map.of() : byName(headers));
        }
    }

    /** Of several headers with one name the last counts. */
    private static Map<String, byte[]> byName(Header[] headers) {
        Map<String, byte[]> byName = new LinkedHashMap<>();
        for (Header header : headers) {
            byName.put(header.key(), header.value() == null ? NOTHING : header.value());
        }
        return byName;
    }
}
