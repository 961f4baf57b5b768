package io.nilometer.connectors.kafka;

import io.nilometer.api.Durations;
import io.nilometer.connectors.pace.Outage;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.common.Metric;
import org.jspecify.annotations.Nullable;

/** Notices that the brokers have gone silent: the client itself goes on trying and says nothing. */
final class BrokerWatch {

    /** A fetch without data is answered twice a second. */
    private static final Duration SILENCE = Duration.ofSeconds(5);

    private final Outage outage;
    private @Nullable Metric received;
    private double heard = -1;
    private Duration silent = Duration.ZERO;

    /** @param most how long brokers may be away; empty means for ever */
    BrokerWatch(String brokers, Optional<Duration> most, Consumer<String> notice) {
        this.outage = new Outage(brokers, most, notice, Clock.systemUTC());
    }

    /** The bytes that the client has received. */
    void listenTo(org.apache.kafka.clients.consumer.Consumer<?, ?> consumer) {
        received = consumer.metrics().entrySet().stream()
                .filter(entry -> entry.getKey().name().equals("incoming-byte-total")
                        && entry.getKey().group().equals("consumer-metrics"))
                .map(java.util.Map.Entry::getValue)
                .findFirst()
                .orElse(null);
    }

    /**
     * An attempt failed and will be repeated.
     *
     * @throws io.nilometer.api.NilometerException when they have been away too long
     */
    void failed(String reason, Duration pause) {
        outage.failed(reason, pause);
    }

    /**
     * Told after each poll that asked a broker for something, with the time it took.
     *
     * @throws io.nilometer.api.NilometerException when they have been silent too long
     */
    void polled(Duration took) {
        Metric metric = received;
        if (metric == null || !(metric.metricValue() instanceof Double bytes)) {
            return;
        }
        if (bytes != heard) {
            heard = bytes;
            answered();
            return;
        }
        silent = silent.plus(took);
        if (silent.compareTo(SILENCE) > 0) {
            failed("no answer for " + Durations.print(SILENCE), Duration.ofSeconds(2));
        }
    }

    /**
     * To be called often while nothing is asked.
     *
     * @throws io.nilometer.api.NilometerException when they have been away too long
     */
    void remind() {
        outage.remind();
    }

    void answered() {
        silent = Duration.ZERO;
        outage.over();
    }

    boolean isAway() {
        return outage.lasts();
    }
}
