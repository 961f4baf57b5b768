package io.nilometer.connectors.kafka;

import io.nilometer.api.Durations;
import io.nilometer.api.NilometerException;
import io.nilometer.api.Options;
import io.nilometer.api.Range;
import io.nilometer.api.RangeReader;
import io.nilometer.api.RecordBatch;
import io.nilometer.api.Source.PartitionStatus;
import io.nilometer.api.SourceContext;
import io.nilometer.connectors.pace.Wake;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;

/**
 * Reads ranges of one partition. What a poll brings beyond a range is kept for the next one, so that ranges that follow
 * each other are one stream of fetches.
 */
final class KafkaRangeReader implements RangeReader {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration PATIENCE_FOR_TOPIC = Duration.ofSeconds(5);
    private static final Duration PAUSE = Duration.ofMillis(200);

    private final Options options;
    private final SourceContext context;
    private final String brokers;
    private final Duration patience;
    private final BrokerWatch watch;
    private final Unpacking unpacking;
    private final TopicChanges changes;
    private @Nullable KafkaConsumer<byte[], ByteBuffer> consumer;
    private @Nullable TopicPartition assigned;
    private long stands;
    private Uuid standsIn = Uuid.ZERO_UUID;
    private boolean unverified;
    private List<ConsumerRecord<byte[], ByteBuffer>> ahead = List.of();

    KafkaRangeReader(Options options, SourceContext context) {
        this(options, context, PATIENCE);
    }

    /** @param patience how long nothing may come of a range that is not at its end */
    KafkaRangeReader(Options options, SourceContext context, Duration patience) {
        this.options = options;
        this.context = context;
        this.brokers = KafkaConnection.brokers(options);
        this.patience = patience;
        this.watch = new BrokerWatch(brokers, Optional.empty(), context.notice());
        this.unpacking = new Unpacking(context.maxRecordBytes());
        this.changes = new TopicChanges(options, context);
    }

    @Override
    public PartitionStatus read(Range range, Consumer<RecordBatch> out) {
        if (!range.isEmpty()) {
            KafkaPartition partition = new KafkaPartition(
                    KafkaPartition.parse(range.partition().name()),
                    range.partition().order(),
                    KafkaPosition.parse(range.from()),
                    KafkaPosition.parse(range.to()).offset());
            Consumer<RecordBatch> interruptible = batch -> {
                throwIfInterrupted(partition);
                out.accept(batch);
            };
            handAhead(partition, interruptible);
            long heard = System.nanoTime();
            while (!partition.hasEnded()) {
                long before = partition.next();
                throwIfInterrupted(partition);
                String obstacle = readSome(partition, interruptible);
                if (partition.next() > before) {
                    heard = System.nanoTime();
                } else if (System.nanoTime() - heard > patience.toNanos()) {
                    throw silent(partition, obstacle);
                }
            }
            stands = partition.next();
            standsIn = partition.topicId();
            return new PartitionStatus(range.partition(), range.to(), range.progress(), range.lag(), partition.notes());
        }
        return new PartitionStatus(range.partition(), range.to(), range.progress(), range.lag());
    }

    private void handAhead(KafkaPartition partition, Consumer<RecordBatch> out) {
        if (!partition.partition().equals(assigned)
                || partition.next() != stands
                || !partition.topicId().equals(standsIn)) {
            assigned = null;
            unverified = true;
            ahead = List.of();
        }
        hand(partition, ahead, out);
    }

    /** Hands over what belongs to the range and keeps the rest. */
    private void hand(
            KafkaPartition partition, List<ConsumerRecord<byte[], ByteBuffer>> records, Consumer<RecordBatch> out) {
        int cut = records.size();
        while (cut > 0 && records.get(cut - 1).offset() >= partition.end()) {
            cut--;
        }
        ahead = records.subList(cut, records.size());
        Batches.hand(partition, records.subList(0, cut), out);
        if (!ahead.isEmpty()) {
            partition.advanceTo(partition.end());
        }
    }

    /** @return what stood in the way, for the user */
    private String readSome(KafkaPartition partition, Consumer<RecordBatch> out) {
        long start = System.nanoTime();
        try {
            KafkaConsumer<byte[], ByteBuffer> client = ready(partition);
            List<ConsumerRecord<byte[], ByteBuffer>> records = poll(client, partition);
            watch.polled(Duration.ofNanos(System.nanoTime() - start));
            if (isOfAnother(partition)) {
                return skipRest(partition);
            }
            hand(partition, records, out);
            if (ahead.isEmpty()) {
                // Behind transaction marks and what compaction removed, where no record is handed over.
                partition.advanceTo(Math.min(partition.end(), client.position(partition.partition(), POLL)));
            }
            return "no records came";
        } catch (InterruptException e) {
            throw interrupted(partition, e);
        } catch (OffsetOutOfRangeException e) {
            return skipLost(partition, e);
        } catch (KafkaException e) {
            return failed(partition, e);
        }
    }

    private List<ConsumerRecord<byte[], ByteBuffer>> poll(
            KafkaConsumer<byte[], ByteBuffer> client, KafkaPartition partition) {
        unpacking.begin();
        try {
            return client.poll(POLL).records(partition.partition());
        } catch (OutOfMemoryError e) {
            throw KafkaFailures.noRoom(List.of(partition.partition() + " at " + partition.next()), e);
        }
    }

    /** Whether the topic was made anew since the range was planned; asked whenever the client may have found out. */
    private boolean isOfAnother(KafkaPartition partition) {
        unverified |= unpacking.topicsRefreshed();
        if (!unverified || partition.topicId().equals(Uuid.ZERO_UUID)) {
            return false;
        }
        String name = partition.partition().topic();
        try (ClusterAdmin admin = new ClusterAdmin(options, context, "-" + partition.partition())) {
            ClusterAdmin.Topic topic =
                    admin.topics(Set.of(name), PATIENCE_FOR_TOPIC).get(name);
            unverified = false;
            return topic != null && KafkaPosition.differ(topic.id(), partition.topicId());
        } catch (KafkaException e) {
            // What has been fetched is fetched again.
            assigned = null;
            throw e;
        }
    }

    /** What the planner has seen is gone with its topic; the planner finds the new one. */
    private String skipRest(KafkaPartition partition) {
        LostRecords what = new LostRecords(
                partition.partition(), partition.next(), partition.end(), partition.end(), LostRecords.Topic.ANOTHER);
        changes.failIfWanted(what);
        context.notice().accept(what.message());
        partition.note("lost", partition.end() - partition.next());
        partition.advanceTo(partition.end());
        assigned = null;
        return what.message();
    }

    private KafkaConsumer<byte[], ByteBuffer> ready(KafkaPartition partition) {
        KafkaConsumer<byte[], ByteBuffer> client = consumer;
        if (client == null) {
            client = ConsumerSettings.consumer(options, context, "-" + partition.partition(), unpacking);
            consumer = client;
            watch.listenTo(client);
        }
        if (assigned == null) {
            client.assign(List.of(partition.partition()));
            client.seek(partition.partition(), partition.next());
            assigned = partition.partition();
        }
        return client;
    }

    /** The planner saw the records, but they were deleted since; without this, on_lost would not help after a restart. */
    private String skipLost(KafkaPartition partition, OffsetOutOfRangeException failure) {
        try {
            TopicPartition topic = partition.partition();
            LogSpan span = LogSpan.of(ready(partition), List.of(topic), POLL.multipliedBy(6))
                    .get(topic);
            LostRecords what = span.lost(partition, LostRecords.Topic.UNKNOWN);
            changes.failIfWanted(what);
            boolean madeAnew = partition.next() > span.end();
            long next = madeAnew ? partition.end() : Math.min(span.begin(), partition.end());
            context.notice().accept(what.message() + "; going on at " + next);
            partition.note("lost", next - partition.next());
            partition.advanceTo(next);
            assigned = null;
            return what.message();
        } catch (InterruptException e) {
            throw interrupted(partition, e);
        } catch (KafkaException e) {
            e.addSuppressed(failure);
            return failed(partition, e);
        }
    }

    private String failed(KafkaPartition partition, KafkaException failure) {
        KafkaFailures.lasting(brokers, failure).ifPresent(lasting -> {
            throw lasting;
        });
        if (new Wake().await(PAUSE)) {
            throw interrupted(partition, failure);
        }
        return KafkaFailures.reason(failure);
    }

    private static void throwIfInterrupted(KafkaPartition partition) {
        if (Thread.currentThread().isInterrupted()) {
            throw interrupted(partition, null);
        }
    }

    private static NilometerException interrupted(KafkaPartition partition, @Nullable KafkaException cause) {
        return new NilometerException(
                "interrupted",
                "reading " + partition.partition() + " was interrupted at " + partition.next(),
                "nothing is lost: the range will be read again",
                cause);
    }

    private NilometerException silent(KafkaPartition partition, String obstacle) {
        return new NilometerException(
                "kafka-silent",
                "of " + partition.partition() + " at " + brokers + ", records " + partition.next() + " to "
                        + (partition.end() - 1) + " did not come within " + Durations.print(patience) + " (" + obstacle
                        + ")",
                "see whether the brokers run and the topic is there; the range will be read again");
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
