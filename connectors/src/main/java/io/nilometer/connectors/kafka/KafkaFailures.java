package io.nilometer.connectors.kafka;

import io.nilometer.api.NilometerException;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RetriableException;

/** Tells failures that pass from those that need somebody. */
final class KafkaFailures {

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
