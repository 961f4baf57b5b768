package io.nilometer.connectors.kafka;

import io.nilometer.api.NilometerException;
import io.nilometer.api.Options;
import io.nilometer.api.PartitionId;
import io.nilometer.api.Range;
import io.nilometer.api.RangePlanner;
import io.nilometer.api.Source.Progress;
import io.nilometer.api.SourceContext;
import io.nilometer.connectors.pace.Backoff;
import io.nilometer.connectors.pace.Wake;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
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
    private final ClusterAdmin admin;
    private final LogEnds ends;
    private final OpenTransactions transactions;
    private final TopicChanges changes;
    private final Map<TopicPartition, PlannedPartition> partitions = new LinkedHashMap<>();
    private @Nullable WhoseCluster cluster;
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
        this.admin = new ClusterAdmin(options, context, "-plan");
        this.ends = new LogEnds(admin);
        this.transactions = new OpenTransactions(context.notice(), Clock.systemUTC());
        this.changes = new TopicChanges(options, context);
    }

    /** A wake-up ends the waiting for brokers; {@link #next} goes on trying. */
    @Override
    public void open(Map<String, String> resume) {
        cluster = new WhoseCluster(options, context, resume);
        discovery = new Discovery(options, context, admin, cluster);
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
    public List<Range> next(Map<String, String> all, Most most) {
        WhoseCluster known = Objects.requireNonNull(cluster);
        Map<String, String> read = new HashMap<>(known.own(all));
        read.remove(PartitionId.NOTE.name());
        watch.remind();
        List<Range> ranges = new ArrayList<>();
        if (nextAttempt - System.nanoTime() <= 0) {
            ask(client -> {
                boolean looksAgain = !discovered || !context.untilEnd();
                if (looksAgain && nextDiscovery - System.nanoTime() <= 0) {
                    discover(client);
                }
                plan(client, read, most, ranges);
            });
        }
        if (ranges.isEmpty()) {
            return nothing(read);
        }
        String noted = all.getOrDefault(PartitionId.NOTE.name(), "");
        ranges.add(new Range(PartitionId.NOTE, noted, known.note(), known.progress(), 0));
        gone(known, all, ranges);
        return ranges;
    }

    /** Partitions of another cluster that this one does not have: nobody waits for them. */
    private void gone(WhoseCluster known, Map<String, String> all, List<Range> ranges) {
        known.left().keySet().forEach(name -> {
            String at = all.get(name);
            if (at != null && !partitions.containsKey(KafkaPartition.parse(name))) {
                ranges.add(new Range(new PartitionId(name, 0), at, at, Progress.GONE, 0));
            }
        });
    }

    /** Spans are asked by name: they are those of the topics that the names mean afterwards. */
    private void plan(KafkaConsumer<?, ?> client, Map<String, String> read, Most most, List<Range> ranges) {
        Map<TopicPartition, LogSpan> spans = LogSpan.of(client, there(), patience);
        if (spans.entrySet().stream().anyMatch(span -> Objects.requireNonNull(partitions.get(span.getKey()))
                .reads(read, span.getValue()))) {
            identify(client);
        }
        if (!context.untilEnd()) {
            ends.await(there(), patience);
        }
        List<Range> found = new ArrayList<>();
        for (PlannedPartition planned : partitions.values()) {
            LogSpan span = spans.get(planned.partition());
            if (planned.isGone()) {
                found.add(planned.vanished(read, this::lost));
            } else {
                Range range = planned.next(read, most.records(), Objects.requireNonNull(span), ends, this::lost);
                found.add(range);
                watchTransactions(planned, range, span);
            }
        }
        ranges.addAll(found);
    }

    private void watchTransactions(PlannedPartition planned, Range range, LogSpan span) {
        long to = KafkaPosition.parse(range.to()).offset();
        if (planned.isBounded() || !range.isEmpty() || to < span.end()) {
            transactions.moved(planned.partition());
        } else {
            ends.last(planned.partition()).ifPresent(end -> transactions.look(planned.partition(), to, end));
        }
    }

    private List<TopicPartition> there() {
        return partitions.values().stream()
                .filter(planned -> !planned.isGone())
                .map(PlannedPartition::partition)
                .toList();
    }

    /** Looks what the names of topics mean now. */
    private void identify(KafkaConsumer<?, ?> client) {
        Map<String, ClusterAdmin.Topic> topics = admin.topics(ClusterAdmin.names(partitions.keySet()), patience);
        boolean missing = false;
        for (PlannedPartition planned : partitions.values()) {
            ClusterAdmin.Topic topic = topics.get(planned.partition().topic());
            if (topic == null) {
                missing = true;
            } else {
                planned.belongsTo(topic);
            }
        }
        if (missing) {
            LogSpan.requireAll(client, there(), patience, brokers);
            throw new TimeoutException("a topic is being made");
        }
    }

    private List<Range> nothing(Map<String, String> read) {
        return partitions.values().stream()
                .map(planned -> planned.nothing(read))
                .toList();
    }

    private void discover(KafkaConsumer<?, ?> client) {
        if (!partitions.isEmpty()) {
            identify(client);
        }
        List<KafkaPartition> found = Objects.requireNonNull(discovery).unknown(client, partitions.keySet());
        found.forEach(partition -> partitions.put(partition.partition(), new PlannedPartition(partition)));
        if (!found.isEmpty()) {
            identify(client);
        }
        discovered = true;
        nextDiscovery = System.nanoTime()
                + options.get(KafkaSourceFactory.DISCOVER_EVERY).toNanos();
    }

    private void lost(LostRecords what) {
        changes.failIfWanted(what);
        context.notice().accept(what.goingOn());
    }

    /** @return false when it was interrupted by a wake-up */
    private boolean ask(java.util.function.Consumer<KafkaConsumer<?, ?>> question) {
        try {
            KafkaConsumer<?, ?> client = consumer;
            if (client == null) {
                client = ConsumerSettings.consumer(options, context, "-plan", new Unpacking(context.maxRecordBytes()));
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
                identify(client);
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
        admin.close();
        if (client != null) {
            KafkaClosing.close(client, brokers);
        }
    }
}
