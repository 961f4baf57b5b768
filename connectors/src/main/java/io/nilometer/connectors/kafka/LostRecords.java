package io.nilometer.connectors.kafka;

import io.nilometer.api.NilometerException;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * A position at which the broker has nothing any more.
 *
 * @param wanted the offset to be read next
 * @param begin the first that there is
 * @param end behind the last that there is
 */
record LostRecords(TopicPartition partition, long wanted, long begin, long end) {

    static LostRecords of(
            Map.Entry<TopicPartition, Long> wanted, Map<TopicPartition, Long> begins, Map<TopicPartition, Long> ends) {
        TopicPartition partition = wanted.getKey();
        return new LostRecords(
                partition, wanted.getValue(), begins.getOrDefault(partition, 0L), ends.getOrDefault(partition, 0L));
    }

    String message() {
        return wanted < begin
                ? "the records " + wanted + " to " + (begin - 1) + " of " + partition
                        + " were deleted by the broker before they were read"
                : partition + " ends at " + end + ", before the position " + wanted
                        + " to read on from: the topic was made anew";
    }

    NilometerException failure() {
        return new NilometerException(
                "kafka-lost-records",
                message(),
                "go on without them with on_lost: earliest, and keep records longer (retention.ms of the topic)");
    }
}
