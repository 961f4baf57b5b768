package io.nilometer.connectors.kafka;

import io.nilometer.api.NilometerException;
import java.time.Duration;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;

/** Lets go of a consumer without waiting for brokers. */
final class KafkaClosing {

    private KafkaClosing() {}

    static void close(Consumer<?, ?> client, String brokers) {
        try {
            client.close(Duration.ofSeconds(1));
        } catch (InterruptException e) {
            Thread.currentThread().interrupt();
        } catch (KafkaException e) {
            throw new NilometerException(
                    "kafka-failed",
                    "closing the connection to " + brokers + " failed (" + KafkaFailures.reason(e) + ")",
                    "nothing is lost: positions are kept by us",
                    e);
        }
    }
}
