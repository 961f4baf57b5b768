package io.nilometer.connectors.kafka;

import io.nilometer.api.NilometerException;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnsupportedForMessageFormatException;

/** Tells failures that pass from those that need somebody. */
final class KafkaFailures {

    /** Places that are named. */
    private static final int TOLD = 4;

    /** How the client's word begins for records that it could not bring to their end in time, for whatever reason. */
    private static final String EXPIRED = "Expiring ";

    private KafkaFailures() {}

    /** The lasting failure behind an exception; empty when it may pass. */
    static Optional<NilometerException> lasting(String brokers, KafkaException failure) {
        if (failure instanceof AuthenticationException) {
            return Optional.of(new NilometerException(
                    "kafka-login",
                    brokers + " refused the login (" + failure.getMessage() + ")",
                    "check security_protocol, sasl_mechanism, username, password and certificates",
                    failure));
        }
        if (failure instanceof AuthorizationException) {
            return Optional.of(new NilometerException(
                    "kafka-denied",
                    brokers + " does not allow it (" + failure.getMessage() + ")",
                    "give the user the right to read or write the topic",
                    failure));
        }
        if (failure instanceof InvalidTopicException) {
            return Optional.of(new NilometerException(
                    "bad-topic",
                    "no topic can be called so (" + failure.getMessage() + ")",
                    "check the topic's name",
                    failure));
        }
        if (failure instanceof RetriableException || isUnresolved(failure)) {
            return Optional.empty();
        }
        return Optional.of(new NilometerException(
                "kafka-failed",
                "the Kafka client for " + brokers + " failed (" + reason(failure) + ")",
                "check the options of kafka, and the broker's log",
                failure));
    }

    /**
     * The client has found no room for what it was to unpack.
     *
     * @param places what was read, and up to where
     */
    static NilometerException noRoom(List<String> places, OutOfMemoryError failure) {
        String some = String.join(", ", places.subList(0, Math.min(TOLD, places.size())));
        return new NilometerException(
                "kafka-memory",
                "what was fetched of " + some + (places.size() > TOLD ? ", …" : "")
                        + " does not fit into the memory when it is unpacked",
                "give it more, such as NILOMETER_JAVA_OPTS=-Xmx4g; fetch less at once with options:"
                        + " {fetch.max.bytes: 1048576, max.partition.fetch.bytes: 262144}; for a single record that is too"
                        + " large, lower max.message.bytes of the topic",
                failure);
    }

    /** Whether it says of one record that it will never be taken: too large, or not as the topic wants its records. */
    static boolean isOfTheRow(Exception failure) {
        return failure instanceof RecordTooLargeException
                || failure instanceof InvalidRecordException
                || failure instanceof InvalidTimestampException
                || failure instanceof UnsupportedForMessageFormatException
                || failure instanceof SerializationException;
    }

    /** Whether all that was sent has failed for a reason that has nothing to do with any record. */
    static boolean isOutage(Exception failure) {
        return failure instanceof AuthenticationException
                || failure instanceof AuthorizationException
                || failure instanceof InvalidTopicException
                || failure instanceof TimeoutException
                        && !String.valueOf(failure.getMessage()).startsWith(EXPIRED)
                || failure instanceof KafkaException known && isUnresolved(known);
    }

    /** One line for a notice. The plain KafkaException only wraps what says more. */
    static String reason(Throwable failure) {
        Throwable telling = failure.getClass() == KafkaException.class ? root(failure) : failure;
        String message = telling.getMessage();
        return message == null ? telling.getClass().getSimpleName() : message;
    }

    /** A name that cannot be resolved now may be in a minute: containers come up in any order. */
    private static boolean isUnresolved(KafkaException failure) {
        return root(failure) instanceof ConfigException config
                && String.valueOf(config.getMessage()).contains("No resolvable bootstrap");
    }

    private static Throwable root(Throwable failure) {
        Throwable cause = failure.getCause();
        return cause == null || cause == failure ? failure : root(cause);
    }
}
