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
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

    private final Options options;
    private final SourceContext context;
    private final Wake wake = new Wake();
    private final Backoff backoff = new Backoff(FIRST_PAUSE, LONGEST_PAUSE);
    private final BrokerWatch watch;
    private final Map<TopicPartition, KafkaPartition> partitions = new LinkedHashMap<>();
    private @Nullable Discovery discovery;
    private volatile @Nullable KafkaConsumer<byte[], ByteBuffer> consumer;
    private boolean discovered;
    private long nextAttempt = System.nanoTime();

    KafkaSource(Options options, SourceContext context) {
        this.options = options;
        this.context = context;
        this.watch = new BrokerWatch(
                KafkaConnection.brokers(options), KafkaSourceFactory.patience(options, context), context.notice());
    }

    /** Waits for the brokers; a wake-up ends that, and polls go on trying. */
    @Override
    public void open(Map<String, String> resume) {
        discovery = new Discovery(options, context, Map.copyOf(resume));
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
            ConsumerRecords<byte[], ByteBuffer> records = client.poll(wait);
            watch.polled(Duration.ofNanos(System.nanoTime() - start));
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
                client = ConsumerSettings.consumer(options, context, "");
                consumer = client;
                watch.listenTo(client);
            }
            List<KafkaPartition> found =
                    java.util.Objects.requireNonNull(discovery).unknown(client, partitions.keySet());
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
        client.assign(partitions.keySet());
        found.forEach(partition -> client.seek(partition.partition(), partition.next()));
        applyPauses(client);
    }

    private void restore(KafkaConsumer<?, ?> client, OffsetOutOfRangeException lost) {
        try {
            Map<TopicPartition, Long> begins = client.beginningOffsets(lost.partitions());
            Map<TopicPartition, Long> ends = client.endOffsets(lost.partitions());
            for (Map.Entry<TopicPartition, Long> wanted :
                    lost.offsetOutOfRangePartitions().entrySet()) {
                LostRecords what = LostRecords.of(wanted, begins, ends);
                if (options.get(KafkaSourceFactory.ON_LOST) == KafkaSourceFactory.OnLost.FAIL) {
                    throw what.failure();
                }
                context.notice().accept(what.message() + "; going on at " + what.begin());
                client.seek(wanted.getKey(), what.begin());
                KafkaPartition partition = partitions.get(wanted.getKey());
                if (partition != null) {
                    partition.jumpTo(what.begin());
                }
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
        return partitions.values().stream().map(this::status).toList();
    }

    private PartitionStatus status(KafkaPartition partition) {
        KafkaConsumer<?, ?> client = consumer;
        long lag = partition.isBounded() || client == null
                ? Math.max(0, partition.end() - partition.next())
                : client.currentLag(partition.partition()).orElse(-1);
        Progress progress = partition.hasEnded()
                ? Progress.ENDED
                // Nobody knows what waits at a broker that does not answer.
                : lag == 0 && !partition.isBounded() && !watch.isAway() ? Progress.AT_END : Progress.BACKLOG;
        return new PartitionStatus(partition.id(), Long.toString(partition.next()), progress, lag);
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
                .filter(partition -> !partition.isRead())
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
        if (client != null) {
            KafkaClosing.close(client, KafkaConnection.brokers(options));
        }
    }
}
