package io.nilometer.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteBufferDeserializer;

/** Reads the topic and only counts its bytes: the most that any reader can hope for. The client is set up like our Kafka source. */
final class BareConsumer {

    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private BareConsumer() {}

    /** Arguments: brokers, topic, records. */
    public static void main(String[] arguments) throws IOException {
        Quiet.libraries();
        long total = Long.parseLong(arguments[2]);
        Meter meter = new Meter();
        Passage passage = new Passage(meter, total);
        List<TopicPartition> partitions = IntStream.range(0, Topic.PARTITIONS)
                .mapToObj(partition -> new TopicPartition(arguments[1], partition))
                .toList();
        long records = 0;
        long bytes = 0;
        try (KafkaConsumer<byte[], ByteBuffer> consumer = new KafkaConsumer<>(
                settings(arguments[0]), new ByteArrayDeserializer(), new ByteBufferDeserializer())) {
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            while (records < total) {
                for (ConsumerRecord<byte[], ByteBuffer> record : consumer.poll(PATIENCE)) {
                    records++;
                    bytes += record.value().remaining();
                }
                passage.reached(records);
            }
        }
        meter.add("bytes", bytes);
        meter.print();
    }

    private static Map<String, Object> settings(String brokers) {
        return Map.of(
                "bootstrap.servers", brokers,
                "enable.auto.commit", "false",
                "auto.offset.reset", "none",
                "isolation.level", "read_committed",
                "fetch.min.bytes", "1",
                "fetch.max.bytes", 16 << 20,
                "max.partition.fetch.bytes", 4 << 20,
                "max.poll.records", "20000",
                "receive.buffer.bytes", 1 << 20,
                "enable.metrics.push", "false");
    }
}
