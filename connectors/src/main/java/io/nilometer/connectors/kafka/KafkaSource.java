package io.nilometer.connectors.kafka;

import io.nilometer.api.NilometerException;
import io.nilometer.api.Options;
import io.nilometer.api.PartitionId;
import io.nilometer.api.RecordBatch;
import io.nilometer.api.Source;
import io.nilometer.api.SourceContext;
import io.nilometer.connectors.pace.Backoff;
import io.nilometer.connectors.pace.Wake;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;

/** Reads topics with partitions assigned by us: positions are the engine's, no group is joined. */
final class KafkaSource implements Source {

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(2);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Options options;
    private final SourceContext context;
    private final Wake wake = new Wake();
    private final Backoff backoff = new Backoff(FIRST_PAUSE, LONGEST_PAUSE);
    private final BrokerWatch watch;
    private final ClusterAdmin admin;
    private final LogEnds ends;
    private final OpenTransactions transactions;
    private final Unpacking unpacking;
    private final TopicChanges topics;
    private final Map<TopicPartition, KafkaPartition> partitions = new LinkedHashMap<>();
    private @Nullable WhoseCluster cluster;
    private @Nullable Discovery discovery;
    private volatile @Nullable KafkaConsumer<byte[], ByteBuffer> consumer;
    private boolean discovered;
    private boolean unverified;
    private int polls;
    private long nextAttempt = System.nanoTime();

    KafkaSource(Options options, SourceContext context) {
        this.options = options;
        this.context = context;
        this.watch = new BrokerWatch(
                KafkaConnection.brokers(options), KafkaSourceFactory.patience(options, context), context.notice());
        this.admin = new ClusterAdmin(options, context, "");
        this.ends = new LogEnds(admin);
        this.transactions = new OpenTransactions(context.notice(), Clock.systemUTC());
        this.unpacking = new Unpacking(context.maxRecordBytes());
        this.topics = new TopicChanges(options, context);
    }

    /** Waits for the brokers; a wake-up ends that, and polls go on trying. */
    @Override
    public void open(Map<String, String> resume) {
        cluster = new WhoseCluster(options, context, resume);
        discovery = new Discovery(options, context, admin, cluster);
        boolean woken = false;
        try {
            while (!discovered && !woken) {
                woken = !discover() || (!discovered && awaitAttempt());
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
    public void poll(Consumer<RecordBatch> out, Duration wait) {
        long start = System.nanoTime();
        polls += discovered && polls < 2 ? 1 : 0;
        watch.remind();
        boolean due = nextAttempt - start <= 0 && !(discovered && (context.untilEnd() || watch.isAway()));
        if (due && !discover()) {
            return;
        }
        KafkaConsumer<byte[], ByteBuffer> client = consumer;
        if (client == null || !discovered || partitions.values().stream().noneMatch(KafkaPartition::isRead)) {
            wake.awaitUntil(start + wait.toNanos(), wait);
            return;
        }
        try {
            look();
            ConsumerRecords<byte[], ByteBuffer> records = poll(client, wait);
            watch.polled(Duration.ofNanos(System.nanoTime() - start));
            if (unverified || unpacking.topicsRefreshed()) {
                unverified = true;
                if (replaceThoseMadeAnew(client)) {
                    // Some of the records may be of the new topic, and are read again.
                    return;
                }
            }
            hand(client, records, out);
        } catch (WakeupException | InterruptException e) {
            return;
        } catch (OffsetOutOfRangeException e) {
            restore(client, e);
        } catch (KafkaException e) {
            throwIfLasting(e);
            failed(e);
        }
    }

    private void hand(
            KafkaConsumer<byte[], ByteBuffer> client,
            ConsumerRecords<byte[], ByteBuffer> records,
            Consumer<RecordBatch> out) {
        boolean ended = false;
        for (KafkaPartition partition : partitions.values()) {
            if (!partition.isRead()) {
                continue;
            }
            var arrived = records.records(partition.partition());
            Batches.hand(partition, arrived, out);
            if (arrived.isEmpty() || partition.isBounded()) {
                partition.advanceTo(position(client, partition));
            }
            ended |= partition.hasEnded();
        }
        if (ended) {
            applyPauses(client);
        }
    }

    /** Behind transaction marks and what compaction removed, where no record is handed over. */
    private static long position(KafkaConsumer<?, ?> client, KafkaPartition partition) {
        try {
            return client.position(partition.partition(), Duration.ZERO);
        } catch (TimeoutException e) {
            return partition.next();
        }
    }

    /** @return false when it was interrupted by a wake-up */
    private boolean discover() {
        try {
            KafkaConsumer<byte[], ByteBuffer> client = consumer;
            if (client == null) {
                client = ConsumerSettings.consumer(options, context, "", unpacking);
                consumer = client;
                watch.listenTo(client);
            }
            List<KafkaPartition> found =
                    java.util.Objects.requireNonNull(discovery).unknown(client, partitions.keySet());
            topics.replace(admin, client, found);
            assign(client, found);
            discovered = true;
            watch.answered();
            backoff.reset();
            nextAttempt = System.nanoTime()
                    + options.get(KafkaSourceFactory.DISCOVER_EVERY).toNanos();
        } catch (WakeupException | InterruptException e) {
            return false;
        } catch (KafkaException e) {
            throwIfLasting(e);
            failed(e);
        }
        return true;
    }

    private void assign(KafkaConsumer<?, ?> client, List<KafkaPartition> found) {
        if (found.isEmpty()) {
            return;
        }
        found.forEach(partition -> partitions.put(partition.partition(), partition));
        // Partitions that were assigned before keep their positions.
        client.assign(partitions.values().stream()
                .filter(partition -> !partition.isGone())
                .map(KafkaPartition::partition)
                .toList());
        found.stream()
                .filter(partition -> !partition.isGone())
                .forEach(partition -> client.seek(partition.partition(), partition.next()));
        applyPauses(client);
    }

    private ConsumerRecords<byte[], ByteBuffer> poll(KafkaConsumer<byte[], ByteBuffer> client, Duration wait) {
        unpacking.begin();
        try {
            return client.poll(wait);
        } catch (OutOfMemoryError e) {
            throw KafkaFailures.noRoom(
                    partitions.values().stream()
                            .filter(KafkaPartition::isRead)
                            .map(partition -> partition.partition() + " at " + partition.next())
                            .toList(),
                    e);
        }
    }

    /** Looks where the partitions end that go on, and tells of those that are held up. */
    private void look() {
        List<TopicPartition> read = new ArrayList<>();
        KafkaConsumer<?, ?> client = consumer;
        for (KafkaPartition partition : partitions.values()) {
            if (client == null || partition.isBounded() || !partition.isRead()) {
                continue;
            }
            read.add(partition.partition());
            OptionalLong end = ends.last(partition.partition());
            if (end.isPresent() && client.currentLag(partition.partition()).orElse(-1) == 0) {
                transactions.look(partition.partition(), partition.next(), end.getAsLong());
            } else {
                transactions.moved(partition.partition());
            }
        }
        ends.look(read);
    }

    /**
     * Goes on at the beginning of topics that were deleted and made again. What the client says of a topic is of the one that it
     * has looked up last: whenever it has looked again, nothing counts before the ids are known to be the same.
     *
     * @return whether there were any; all partitions are then read on from where their records were handed over
     */
    private boolean replaceThoseMadeAnew(KafkaConsumer<?, ?> client) {
        try {
            boolean any = topics.replace(admin, client, partitions.values());
            if (any) {
                reseek(client);
            }
            unverified = false;
            return any;
        } catch (KafkaException e) {
            reseek(client);
            throw e;
        }
    }

    private void reseek(KafkaConsumer<?, ?> client) {
        for (KafkaPartition partition : partitions.values()) {
            if (partition.isGone()) {
                continue;
            }
            client.seek(partition.partition(), partition.next());
        }
        applyPauses(client);
    }

    private void restore(KafkaConsumer<?, ?> client, OffsetOutOfRangeException lost) {
        try {
            if (replaceThoseMadeAnew(client)) {
                return;
            }
            Map<TopicPartition, LogSpan> spans = LogSpan.of(client, lost.partitions(), PATIENCE);
            for (TopicPartition lacking : lost.partitions()) {
                KafkaPartition partition = java.util.Objects.requireNonNull(partitions.get(lacking));
                LogSpan span = java.util.Objects.requireNonNull(spans.get(lacking));
                topics.skip(partition, span.lost(partition, topics.wasKnown(partition)));
                client.seek(lacking, partition.next());
            }
        } catch (WakeupException | InterruptException e) {
            // The position is still out of range: the next poll comes here again.
            return;
        } catch (KafkaException e) {
            throwIfLasting(e);
            failed(e);
        }
    }

    private void throwIfLasting(KafkaException failure) {
        KafkaFailures.lasting(KafkaConnection.brokers(options), failure).ifPresent(lasting -> {
            throw lasting;
        });
    }

    private void failed(KafkaException failure) {
        Duration pause = backoff.next();
        watch.failed(KafkaFailures.reason(failure), pause);
        nextAttempt = System.nanoTime() + pause.toNanos();
    }

    @Override
    public List<PartitionStatus> partitions() {
        List<PartitionStatus> all = new ArrayList<>();
        partitions.values().forEach(partition -> all.add(status(partition)));
        WhoseCluster known = cluster;
        if (known != null && !all.isEmpty()) {
            all.add(known.status());
            if (polls == 1) {
                all.addAll(gone(known));
            }
        }
        return all;
    }

    /** Partitions of another cluster that this one does not have: nobody waits for them. */
    private List<PartitionStatus> gone(WhoseCluster known) {
        List<PartitionStatus> gone = new ArrayList<>();
        known.left().forEach((name, at) -> {
            if (!partitions.containsKey(KafkaPartition.parse(name))) {
                gone.add(new PartitionStatus(new PartitionId(name, 0), at, Progress.GONE, 0));
            }
        });
        return gone;
    }

    /** A partition is at its end when its broker has just said so: nobody knows what waits at one that does not answer. */
    private PartitionStatus status(KafkaPartition partition) {
        Progress progress;
        if (partition.hasEnded()) {
            progress = Progress.ENDED;
        } else if (!partition.isBounded() && ends.isEnd(partition.partition(), partition.next())) {
            progress = Progress.AT_END;
        } else {
            progress = Progress.BACKLOG;
        }
        return new PartitionStatus(partition.id(), partition.resume(), progress, lag(partition), partition.notes());
    }

    /** Up to the end, records that wait behind an open transaction included. */
    private long lag(KafkaPartition partition) {
        if (partition.isBounded() || partition.isGone()) {
            return Math.max(0, partition.end() - partition.next());
        }
        KafkaConsumer<?, ?> client = consumer;
        long seen =
                client == null ? -1 : client.currentLag(partition.partition()).orElse(-1);
        OptionalLong end = ends.last(partition.partition());
        return end.isEmpty() ? seen : Math.max(Math.max(seen, 0), end.getAsLong() - partition.next());
    }

    @Override
    public void pause(Collection<PartitionId> these) {
        partitions.values().forEach(partition -> partition.pause(these.contains(partition.id())));
        KafkaConsumer<?, ?> client = consumer;
        if (client != null) {
            applyPauses(client);
        }
    }

    private void applyPauses(KafkaConsumer<?, ?> client) {
        client.resume(client.paused());
        client.pause(partitions.values().stream()
                .filter(partition -> !partition.isRead() && !partition.isGone())
                .map(KafkaPartition::partition)
                .toList());
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
            KafkaClosing.close(client, KafkaConnection.brokers(options));
        }
    }
}
