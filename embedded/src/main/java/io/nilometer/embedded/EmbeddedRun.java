package io.nilometer.embedded;

import io.nilometer.api.NilometerException;
import io.nilometer.api.Sink;
import io.nilometer.api.Source;
import io.nilometer.api.Source.PartitionStatus;
import io.nilometer.core.bytes.ByteWriter;
import io.nilometer.core.deliver.Delivery;
import io.nilometer.core.deliver.RowCodec;
import io.nilometer.core.deliver.Subscription;
import io.nilometer.core.deliver.WantedRows;
import io.nilometer.core.program.Program;
import io.nilometer.core.row.CatalystValues;
import io.nilometer.core.run.ReadingBrake;
import io.nilometer.core.run.Run;
import io.nilometer.core.state.Chunk;
import io.nilometer.embedded.store.Commit;
import io.nilometer.embedded.store.StateStore;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.ObjLongConsumer;
import java.util.stream.Collectors;

/** A program that runs in this process: a loop of batches on a thread of its own. */
public final class EmbeddedRun implements Run {

    /** How long a batch without records waits for some; also how often time alone is looked at. */
    private static final long WAIT_MILLIS = 100;

    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final Duration GRACE = Duration.ofSeconds(8);

    private final Program program;
    private final EngineSettings settings;
    private final StateStore store;
    private final Computation computation;
    private final StateKeeper keeper;
    private final Delivery delivery;
    private final Committer committer;
    private final Intake intake;
    private final List<SourceReader> readers = new CopyOnWriteArrayList<>();
    private final Set<String> relationsWanted;
    private final ReadingBrake brake;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final Thread thread;
    private volatile ObjLongConsumer<Duration> onBatch = (time, records) -> {};
    private volatile boolean begun;
    private volatile boolean stopping;
    private volatile EngineStatus status =
            new EngineStatus(0, -1, Optional.empty(), 0, "", Map.of(), EngineStatus.Timing.NONE, 0);
    private EngineStatus.Timing timing = EngineStatus.Timing.NONE;
    private long batches;
    private long committedBytes;
    private long nextTick;

    /**
     * Opens the state, restores it, opens the sources and starts.
     *
     * @throws NilometerException when it cannot begin; nothing is left open then
     */
    public static EmbeddedRun start(Program program, EngineSettings settings) {
        EmbeddedRun run = open(program, settings);
        run.begin();
        return run;
    }

    /**
     * Opens the state and restores it. {@link #begin} must follow, or {@link #close}.
     *
     * @throws NilometerException when the state cannot be used; nothing is left open then
     */
    public static EmbeddedRun open(Program program, EngineSettings settings) {
        StateStore store = settings.state().map(StateStore::open).orElseGet(StateStore::temporary);
        try {
            return new EmbeddedRun(program, settings, store);
        } catch (RuntimeException e) {
            store.close();
            throw e;
        }
    }

    private EmbeddedRun(Program program, EngineSettings settings, StateStore store) {
        this.program = program;
        this.settings = settings;
        this.store = store;
        this.relationsWanted = Subscription.relationsWanted(settings.outputs());
        this.intake = new Intake(program.sources().size());
        this.brake = new ReadingBrake(program);
        // More shards than threads would only make smaller ones: any number gives the same results.
        computation = new Computation(
                program,
                new Computation.Settings(
                        settings.threads(),
                        settings.threads(),
                        settings.untilEnd(),
                        Subscription.updatesWanted(settings.outputs())));
        keeper = new StateKeeper(program, store, computation, settings.state().isPresent(), settings.notice());
        keeper.restore(settings.forget());
        delivery = new Delivery(
                store.incarnation(), store, store, settings.outputs(), Delivery.Room.DEFAULT, settings.notice());
        committer = new Committer(store, delivery);
        thread = new Thread(this::run, "nilometer-engine");
    }

    @Override
    public EngineStatus status() {
        return status;
    }

    @Override
    public void onBatch(ObjLongConsumer<Duration> listener) {
        onBatch = listener;
    }

    @Override
    public void stop() {
        stopping = true;
        intake.wakeUp();
        if (!begun) {
            readers.forEach(SourceReader::wakeUp);
        }
    }

    @Override
    public void await() throws InterruptedException {
        try {
            ended.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof NilometerException problem) {
                throw problem;
            }
            throw failed(e.getCause());
        }
    }

    private static NilometerException failed(Throwable cause) {
        String remedy = cause instanceof OutOfMemoryError
                ? "give it more memory, such as NILOMETER_JAVA_OPTS=-Xmx4g, or use fewer keys, shorter windows or `keep`"
                : "see --verbose for details";
        return new NilometerException("engine-failed", "the run failed: " + cause, remedy, cause);
    }

    @Override
    public void close() {
        stop();
        if (!thread.isAlive() && !begun) {
            begun = true;
            closeAll();
            return;
        }
        try {
            ended.get(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            // Told by await, or beyond help: threads are daemons.
            thread.interrupt();
        }
    }

    @Override
    public void begin() {
        List<BatchInput.PartitionProgress> starts = new ArrayList<>();
        try {
            for (int index = 0; index < program.sources().size() && !stopping; index++) {
                Source source = settings.sources().get(index);
                SourceReader reader = new SourceReader(index, program.sources().get(index).stream(), source, intake);
                readers.add(reader);
                for (PartitionStatus partition :
                        reader.open(computation.standing().resume(index))) {
                    starts.add(new BatchInput.PartitionProgress(
                            index, partition.partition(), partition.resume(), Source.Progress.BACKLOG));
                }
            }
            // Start positions are durable before the first record: a crash does not move "latest".
            commit(computation.process(new BatchInput(now(), List.of(), starts, false, false)), () -> {});
            committer.await();
        } catch (RuntimeException e) {
            begun = true;
            ended.complete(null);
            closeAll();
            throw e;
        }
        begun = true;
        readers.forEach(SourceReader::start);
        thread.start();
    }

    private void run() {
        RuntimeException failure = null;
        try {
            boolean end = loop();
            boolean delivered = delivery.finish(() -> stopping);
            settings.ending().accept(status.ledger());
            if (delivered && end) {
                store.markFinished();
            }
        } catch (RuntimeException e) {
            failure = e;
        } catch (InterruptedException e) {
            failure = new NilometerException("interrupted", "the run was interrupted", "");
        } catch (Error e) {
            // Whoever waits for the run must hear of it, whatever it died of.
            failure = failed(e);
        }
        try {
            closeAll();
        } catch (RuntimeException e) {
            failure = failure == null ? e : failure;
        }
        if (failure == null) {
            ended.complete(null);
        } else {
            ended.completeExceptionally(failure);
        }
    }

    /** @return whether the inputs have ended, and not the run been stopped before */
    private boolean loop() throws InterruptedException {
        while (true) {
            delivery.failure().ifPresent(reason -> {
                throw reason;
            });
            boolean full = delivery.isFull();
            long started = System.nanoTime();
            BatchInput taken = intake.take(WAIT_MILLIS, !full);
            long takenAt = System.nanoTime();
            long waited = takenAt - started;
            boolean end = !full && intake.allEnded();
            boolean last = end || stopping;
            boolean tick = System.nanoTime() >= nextTick;
            if (taken.records().isEmpty() && !last && !tick) {
                continue;
            }
            nextTick = System.nanoTime() + TICK_NANOS;
            BatchInput input = new BatchInput(now(), taken.records(), taken.progress(), end, last);
            BatchResult result = computation.process(input);
            batches++;
            long chunksAndCommit = System.nanoTime();
            Runnable report = () -> onBatch.accept(Duration.ofNanos(System.nanoTime() - takenAt), input.size());
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

    private void pauseThoseAhead() {
        List<ReadingBrake.Reading> partitions = new ArrayList<>();
        for (int source = 0; source < readers.size(); source++) {
            for (PartitionStatus status : intake.statuses(source)) {
                partitions.add(new ReadingBrake.Reading(source, status.partition(), status.progress()));
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
        long lag = 0;
        for (SourceReader reader : readers) {
            long some = reader.lag();
            lag = some < 0 || lag < 0 ? -1 : lag + some;
        }
        return new EngineStatus(
                computation.standing().records(),
                lag,
                computation.standing().watermark(),
                batches,
                delivery.obstacles(),
                computation.ledger().toMap(),
                timing,
                committedBytes);
    }

    private void closeAll() {
        intake.close();
        for (SourceReader reader : readers) {
            try {
                reader.stop(Duration.ofSeconds(2));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        committer.close();
        delivery.close(GRACE, settings.state().isPresent(), settings.notice());
        computation.close();
        store.close();
    }

    private static long now() {
        return CatalystValues.micros(Clock.systemUTC().instant());
    }
}
