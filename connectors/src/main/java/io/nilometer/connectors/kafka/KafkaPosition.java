package io.nilometer.connectors.kafka;

import org.apache.kafka.common.Uuid;

/**
 * Where reading of a partition goes on, as it stands in the state: {@code 17@<topic id>}. A topic that is deleted and made
 * again under its name has another id; its offsets begin anew and say nothing of the old one's.
 *
 * @param topic the topic's id; {@link Uuid#ZERO_UUID} when the brokers do not tell
 */
record KafkaPosition(long offset, Uuid topic) {

    static KafkaPosition parse(String text) {
        int at = text.indexOf('@');
        return at < 0
                ? new KafkaPosition(Long.parseLong(text), Uuid.ZERO_UUID)
                : new KafkaPosition(Long.parseLong(text.substring(0, at)), Uuid.fromString(text.substring(at + 1)));
    }

    /** The same offset, of this topic when it is not known of which. */
    KafkaPosition orOf(Uuid known) {
        return topic.equals(Uuid.ZERO_UUID) ? new KafkaPosition(offset, known) : this;
    }

    /** Whether both are known and differ. */
    static boolean differ(Uuid one, Uuid other) {
        return !one.equals(Uuid.ZERO_UUID) && !other.equals(Uuid.ZERO_UUID) && !one.equals(other);
    }

    @Override
    public String toString() {
        return topic.equals(Uuid.ZERO_UUID) ? Long.toString(offset) : offset + "@" + topic;
    }
}
