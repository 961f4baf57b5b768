package io.nilometer.connectors.kafka;

import io.nilometer.api.NilometerException;
import io.nilometer.api.Options;
import io.nilometer.api.Range;
import io.nilometer.api.RangePlanner;
import io.nilometer.api.SourceContext;
import io.nilometer.connectors.pace.Backoff;
import io.nilometer.connectors.pace.Wake;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;

/** Knows the partitions and their ends; never reads a record. */
final class KafkaRangePlanner implements RangePlanner {

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final Options options;
    private final SourceContext context;
    private final String brokers;
    private final Wake wake = new Wake();
    private final Backoff backoff;
    private final Duration patience;
    private final BrokerWatch watch;
    private final Map<TopicPartition, PlannedPartition> partitions = new LinkedHashMap<>();
    private @Nullable Discovery discovery;
    private volatile @Nullable KafkaConsumer<?, ?> consumer;
    private boolean discovered;
    private long nextDiscovery = System.nanoTime();
    private long nextAttempt = System.nanoTime();

    /**
     * @param patience how long one question to the brokers may take; the engine waits meanwhile, with all its sources
     * @param firstPause after a question that was not answered; later ones are longer
     */
    KafkaRangePlanner(Options options, SourceContext context, Duration patience, Duration firstPause) {
        this.options = options;
        this.context = context;
        this.patience = patience;
        this.backoff = new Backoff(firstPause, LONGEST_PAUSE);
        this.brokers = KafkaConnection.brokers(options);
        this.watch = new BrokerWatch(brokers, KafkaSourceFactory.patience(options, context), context.notice());
    }

    /** A wake-up ends the waiting for brokers; {@link #next} goes on trying. */
    @Override
    public void open(Map<String, String> resume) {
        discovery = new Discovery(options, context, Map.copyOf(resume));
        boolean woken = false;
        try {
            while (!discovered && !woken) {
                woken = !ask(this::discover) || (!discovered && awaitAttempt());
            }
        } catch (NilometerException e) {
            close();
            throw e;
        }
    }

    /** @return whether it was woken */
    private boolean awaitAttempt() {
        boolean woken = false;
        while (!woken && nextAttempt - System.nanoTime() > 0) {
            woken = wake.awaitUntil(nextAttempt, LOOK);
            watch.remind();
        }
        return woken;
    }

    @Override
    public List<Range> next(Map<String, String> read, Most most) {
        watch.remind();
        List<Range> ranges = new ArrayList<>();
        if (nextAttempt - System.nanoTime() <= 0) {
            ask(client -> {
                boolean looksAgain = !discovered || !context.untilEnd();
                if (looksAgain && nextDiscovery - System.nanoTime() <= 0) {
                    discover(client);
                }
                Map<TopicPartition, LogSpan> spans = LogSpan.of(client, partitions.keySet(), patience);
                partitions.forEach((partition, planned) -> ranges.add(
                        planned.next(read, most.records(), Objects.requireNonNull(spans.get(partition)), this::lost)));
            });
        }
        return ranges.isEmpty() ? nothing(read) : ranges;
    }

    private List<Range> nothing(Map<String, String> read) {
        return partitions.values().stream()
                .map(planned -> planned.nothing(read))
                .toList();
    }

    private void discover(KafkaConsumer<?, ?> client) {
        LogSpan.requireAll(client, partitions.keySet(), patience, brokers);
        Objects.requireNonNull(discovery)
                .unknown(client, partitions.keySet())
                .forEach(found -> partitions.put(found.partition(), new PlannedPartition(found)));
        discovered = true;
        nextDiscovery = System.nanoTime()
                + options.get(KafkaSourceFactory.DISCOVER_EVERY).toNanos();
    }

    private void lost(LostRecords what) {
        if (options.get(KafkaSourceFactory.ON_LOST) == KafkaSourceFactory.OnLost.FAIL) {
            throw what.failure();
        }
        context.notice().accept(what.message() + "; going on at " + what.begin());
    }

    /** @return false when it was interrupted by a wake-up */
    private boolean ask(java.util.function.Consumer<KafkaConsumer<?, ?>> question) {
        try {
            KafkaConsumer<?, ?> client = consumer;
            if (client == null) {
                client = ConsumerSettings.consumer(options, context, "-plan");
                consumer = client;
                watch.listenTo(client);
            }
            question.accept(client);
            watch.answered();
            backoff.reset();
        } catch (WakeupException | InterruptException e) {
            return false;
        } catch (KafkaException e) {
            return failed(e);
        }
        return true;
    }

    private boolean failed(KafkaException failure) {
        throwIfLasting(failure);
        try {
            // About a topic that was deleted the client only says that time is over.
            KafkaConsumer<?, ?> client = consumer;
            if (client != null) {
                LogSpan.requireAll(client, partitions.keySet(), patience, brokers);
            }
        } catch (WakeupException | InterruptException e) {
            return false;
        } catch (KafkaException e) {
            throwIfLasting(e);
        }
        Duration pause = backoff.next();
        watch.failed(KafkaFailures.reason(failure), pause);
        nextAttempt = System.nanoTime() + pause.toNanos();
        return true;
    }

    private void throwIfLasting(KafkaException failure) {
        KafkaFailures.lasting(brokers, failure).ifPresent(lasting -> {
            throw lasting;
        });
    }

    @Override
    public void wakeUp() {
        wake.up();
        KafkaConsumer<?, ?> client = consumer;
        if (client != null) {
            client.wakeup();
        }
    }

    @Override
    public void close() {
        KafkaConsumer<?, ?> client = consumer;
        consumer = null;
        if (client != null) {
            KafkaClosing.close(client, brokers);
        }
    }
}
