package io.nilometer.connectors.kafka;

import io.nilometer.api.Durations;
import java.time.Duration;
import java.util.function.Consumer;
import org.apache.kafka.common.Metric;
import org.jspecify.annotations.Nullable;

/** Notices that the brokers have gone silent: the client itself goes on trying and says nothing. Speaks once per outage. */
final class BrokerWatch {

    /** A fetch without data is answered twice a second. */
    private static final Duration SILENCE = Duration.ofSeconds(5);

    private final String brokers;
    private final Consumer<String> notice;
    private @Nullable Metric received;
    private double heard = -1;
    private Duration silent = Duration.ZERO;
    private boolean away;

    BrokerWatch(String brokers, Consumer<String> notice) {
        this.brokers = brokers;
        this.notice = notice;
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

    /** An attempt failed and will be repeated. */
    void failed(String reason, Duration pause) {
        if (!away) {
            away = true;
            notice.accept("cannot reach " + brokers + " (" + reason + "), trying again in " + Durations.print(pause));
        }
    }

    /** Told after each poll that asked a broker for something, with the time it took. */
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

    void answered() {
        silent = Duration.ZERO;
        if (away) {
            away = false;
            notice.accept(brokers + " answers again");
        }
    }

    boolean isAway() {
        return away;
    }
}
