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
 * @param topic whether the partition still belongs to the topic that was read
 */
record LostRecords(TopicPartition partition, long wanted, long begin, long end, Topic topic) {

    /** What is known of the topic that a position was of. */
    enum Topic {
        SAME,
        ANOTHER,
        UNKNOWN
    }

    /** Where reading goes on: at the earliest record that was not read yet. */
    long next() {
        return topic == Topic.SAME && wanted > end ? end : begin;
    }

    String message() {
        if (topic == Topic.ANOTHER) {
            return "the topic " + partition.topic() + " was deleted and made anew: what was not read yet of "
                    + partition + " behind " + wanted + " is lost, how much is not known";
        }
        if (wanted < begin) {
            return "the records " + wanted + " to " + (begin - 1) + " of " + partition
                    + " were deleted by the broker before they were read";
        }
        return partition + " ends at " + end + ", before the position " + wanted + " to read on from: "
                + (topic == Topic.SAME ? "the broker has lost its end" : "the topic was made anew");
    }

    /** For the ledger: how many records were lost, or what is known to have happened. */
    Map<String, Long> notes() {
        if (topic != Topic.ANOTHER && wanted < begin) {
            return Map.of("lost", begin - wanted);
        }
        return Map.of(topic == Topic.SAME ? "cut_back" : "made_anew", 1L);
    }

    /** With where reading goes on. */
    String goingOn() {
        return message() + "; going on at " + next();
    }

    NilometerException failure() {
        return new NilometerException(
                "kafka-lost-records",
                message(),
                "go on without them with on_lost: earliest, and keep records longer (retention.ms of the topic)");
    }
}
