package io.nilometer.connectors.kafka;

import io.nilometer.api.NilometerException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/**
 * What a broker has of a partition at one moment.
 *
 * @param begin the first offset that there is
 * @param end behind the last one that may be read
 */
record LogSpan(long begin, long end) {

    /** What is lost of a partition that would be read on where nothing is. */
    LostRecords lost(KafkaPartition partition, LostRecords.Topic topic) {
        return new LostRecords(partition.partition(), partition.next(), begin, end, topic);
    }

    static Map<TopicPartition, LogSpan> of(
            Consumer<?, ?> consumer, Collection<TopicPartition> partitions, Duration patience) {
        if (partitions.isEmpty()) {
            return Map.of();
        }
        Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions, patience);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, patience);
        Map<TopicPartition, LogSpan> spans = new HashMap<>();
        begins.forEach((partition, begin) -> spans.put(partition, new LogSpan(begin, ends.get(partition))));
        return spans;
    }

    /** Throws when one of these partitions is no longer there; asks the brokers, not what the client remembers. */
    static void requireAll(
            Consumer<?, ?> consumer, Collection<TopicPartition> partitions, Duration patience, String brokers) {
        Set<TopicPartition> gone = new HashSet<>(partitions);
        if (!gone.isEmpty()) {
            consumer.listTopics(patience)
                    .forEach((topic, infos) ->
                            infos.forEach(info -> gone.remove(new TopicPartition(topic, info.partition()))));
        }
        if (!gone.isEmpty()) {
            throw new NilometerException(
                    "no-topic",
                    gone.iterator().next() + " was read and is not there any more at " + brokers
                            + ": its topic was deleted, or must not be seen any more",
                    "take the topic out of the pipeline, or make it again and start once more");
        }
    }
}
