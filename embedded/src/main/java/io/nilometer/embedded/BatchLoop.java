package io.nilometer.embedded;

import io.nilometer.api.Sink;
import io.nilometer.api.Source.PartitionStatus;
import io.nilometer.core.bytes.ByteWriter;
import io.nilometer.core.deliver.Delivery;
import io.nilometer.core.deliver.RowCodec;
import io.nilometer.core.deliver.WantedRows;
import io.nilometer.core.row.CatalystValues;
import io.nilometer.core.run.BatchListener;
import io.nilometer.core.run.OverflowNotice;
import io.nilometer.core.run.ReadingBrake;
import io.nilometer.core.state.Chunk;
import io.nilometer.embedded.store.Commit;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Batch after batch: takes what has arrived, computes, hands the result to be committed, and tells how far it is. */
final class BatchLoop {

    /** How long a batch without records waits for some; also how often time alone is looked at. */
    private static final long WAIT_MILLIS = 100;

    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final Computation computation;
    private final StateKeeper keeper;
    private final Delivery delivery;
    private final Committer committer;
    private final Intake intake;
    private final List<SourceReader> readers;
    private final ReadingBrake brake;
    private final Set<String> relationsWanted;
    private final OverflowNotice overflow;
    private volatile BatchListener onBatch = report -> {};
    private volatile boolean stopping;
    private volatile EngineStatus status;
    private EngineStatus.Timing timing = EngineStatus.Timing.NONE;
    private long batches;
    private long committedBytes;
    private long nextTick;

    /** @param readers by the index of their source; more may come until {@link #run} */
    BatchLoop(
            Computation computation,
            StateKeeper keeper,
            Delivery delivery,
            Committer committer,
            Intake intake,
            List<SourceReader> readers,
            ReadingBrake brake,
            Set<String> relationsWanted,
            OverflowNotice overflow) {
        this.overflow = overflow;
        this.computation = computation;
        this.keeper = keeper;
        this.delivery = delivery;
        this.committer = committer;
        this.intake = intake;
        this.readers = readers;
        this.brake = brake;
        this.relationsWanted = relationsWanted;
        publish();
    }

    /**
     * The first batch. Start positions are durable before the first record: a crash does not move "latest".
     *
     * @throws io.nilometer.api.NilometerException when it could not be committed
     */
    void begin(List<BatchInput.PartitionProgress> starts) {
        commit(computation.process(new BatchInput(now(), List.of(), starts, false, false)), () -> {});
        committer.await();
    }

    /** Asks for the last batch; returns at once. From any thread. */
    void stop() {
        stopping = true;
        intake.wakeUp();
    }

    boolean isStopping() {
        return stopping;
    }

    EngineStatus status() {
        return status;
    }

    void onBatch(BatchListener listener) {
        onBatch = listener;
    }

    /** @return whether the inputs have ended, and not the run been stopped before */
    boolean run() throws InterruptedException {
        while (true) {
            delivery.failure().ifPresent(reason -> {
                throw reason;
            });
            boolean full = delivery.isFull();
            long started = System.nanoTime();
            List<BatchInput.PartitionRecords> taken = intake.take(WAIT_MILLIS, !full);
            long takenAt = System.nanoTime();
            long waited = takenAt - started;
            boolean end = !full && intake.allEnded();
            boolean last = end || stopping;
            boolean tick = System.nanoTime() >= nextTick;
            if (taken.isEmpty() && !last && !tick) {
                continue;
            }
            nextTick = System.nanoTime() + TICK_NANOS;
            takeRefused();
            BatchInput input = new BatchInput(now(), taken, intake.takeProgress(), end, last);
            BatchResult result = computation.process(input);
            batches++;
            overflow.after(result.overflowed(), computation.stateLimit());
            long chunksAndCommit = System.nanoTime();
            Runnable report = report(result, input.size(), takenAt);
            long chunkNanos = result.changed() ? commit(result, report) : 0;
            long commitNanos = System.nanoTime() - chunksAndCommit - chunkNanos;
            timing = timing.plus(waited, result.timing().scan(), result.timing().merge(), chunkNanos, commitNanos);
            pauseThoseAhead();
            if (last || !result.changed()) {
                publish();
            }
            if (last) {
                committer.await();
                publish();
                return end;
            }
        }
    }

    /** To be run when the batch is committed. */
    private Runnable report(BatchResult result, long records, long takenAt) {
        BatchListener listener = onBatch;
        Map<String, Map<String, String>> positions =
                listener.wantsPositions() ? computation.standing().positions() : Map.of();
        return () -> {
            long took = System.nanoTime() - takenAt;
            BatchResult.Timing spent = result.timing();
            Map<String, Duration> parts = new LinkedHashMap<>();
            parts.put("scan", Duration.ofNanos(spent.scan()));
            parts.put("merge", Duration.ofNanos(spent.merge()));
            parts.put("commit", Duration.ofNanos(Math.max(0, took - spent.scan() - spent.merge())));
            listener.batch(new BatchListener.Report(result.batch(), records, Duration.ofNanos(took), parts, positions));
        };
    }

    /** What outputs have refused since the last batch; also to be called when all is delivered, for the last of them. */
    void takeRefused() {
        Map<String, Map<String, Long>> refused = delivery.takeRefused();
        if (!refused.isEmpty()) {
            computation.standing().refused(refused);
            publish();
        }
    }

    private void pauseThoseAhead() {
        List<ReadingBrake.Reading> partitions = new ArrayList<>();
        for (int source = 0; source < readers.size(); source++) {
            for (PartitionStatus status : intake.statuses(source)) {
                if (!status.partition().isNote()) {
                    partitions.add(new ReadingBrake.Reading(source, status.partition(), status.progress()));
                }
            }
        }
        Set<ReadingBrake.Reading> ahead = brake.ahead(computation.standing(), partitions);
        for (int index = 0; index < readers.size(); index++) {
            int source = index;
            readers.get(source)
                    .pause(ahead.stream()
                            .filter(reading -> reading.source() == source)
                            .map(ReadingBrake.Reading::partition)
                            .collect(Collectors.toSet()));
        }
    }

    /**
     * Hands a batch to the committer.
     *
     * @param committed run once it is durable
     * @return the nanoseconds that writing chunks took
     */
    private long commit(BatchResult result, Runnable committed) {
        List<Sink.Rows> rows =
                WantedRows.of(result.rows(), relationsWanted, computation.ledger(), result.last(), result.batch());
        ByteWriter header = new ByteWriter(1 << 12);
        keeper.writeHeader(header);
        long started = System.nanoTime();
        List<Chunk> chunks = keeper.chunks(result);
        long nanos = System.nanoTime() - started;
        byte[] outbox = RowCodec.write(rows);
        Commit commit = new Commit(
                result.batch(),
                header.toByteArray(),
                keeper.increments(result),
                chunks,
                keeper.incrementsUpTo(),
                outbox);
        committedBytes += commit.bytes();
        EngineStatus next = snapshot();
        committer.commit(commit, rows, () -> {
            status = next;
            committed.run();
        });
        return nanos;
    }

    private void publish() {
        status = snapshot();
    }

    private EngineStatus snapshot() {
        Map<String, Long> lags = new HashMap<>();
        for (int source = 0; source < readers.size(); source++) {
            // What has been read but not been taken still waits.
            List<PartitionStatus> taken = intake.statuses(source);
            List<PartitionStatus> now = taken.isEmpty() ? readers.get(source).opened() : taken;
            if (!now.isEmpty() && now.stream().allMatch(status -> status.lag() >= 0)) {
                lags.put(
                        readers.get(source).stream(),
                        now.stream().mapToLong(PartitionStatus::lag).sum());
            }
        }
        return new EngineStatus(
                computation.standing().records(),
                lags,
                computation.standing().watermark(),
                batches,
                delivery.obstacles(),
                computation.ledger().toMap(),
                timing,
                committedBytes);
    }

    private static long now() {
        return CatalystValues.micros(Clock.systemUTC().instant());
    }
}
