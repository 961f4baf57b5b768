package io.nilometer.embedded;

import io.nilometer.api.NilometerException;
import io.nilometer.api.Source;
import io.nilometer.api.Source.PartitionStatus;
import io.nilometer.core.deliver.Delivery;
import io.nilometer.core.deliver.Subscription;
import io.nilometer.core.deliver.Undelivered;
import io.nilometer.core.program.Program;
import io.nilometer.core.run.BatchListener;
import io.nilometer.core.run.Ending;
import io.nilometer.core.run.OverflowNotice;
import io.nilometer.core.run.ReadingBrake;
import io.nilometer.core.run.Run;
import io.nilometer.core.scan.SlowRecords;
import io.nilometer.embedded.store.StateStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A program that runs in this process: its state and sources, and the thread of its batches. */
public final class EmbeddedRun implements Run {

    private static final Duration GRACE = Duration.ofSeconds(8);

    private final Program program;
    private final EngineSettings settings;
    private final StateStore store;
    private final Computation computation;
    private final Delivery delivery;
    private final Committer committer;
    private final Intake intake;
    private final List<SourceReader> readers = new CopyOnWriteArrayList<>();
    private final BatchLoop loop;
    private final CompletableFuture<Ending> ended = new CompletableFuture<>();
    private final Thread thread;
    private volatile @Nullable SlowRecordWatch watch;
    private volatile boolean begun;

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
        } catch (OutOfMemoryError e) {
            store.close();
            throw new NilometerException(
                    "state-too-large",
                    "the state in " + store.directory() + " does not fit into the memory that this process may use ("
                            + (Runtime.getRuntime().maxMemory() >> 20) + " MiB)",
                    "give it as much as it had before, such as NILOMETER_JAVA_OPTS=-Xmx4g; nothing is lost",
                    e);
        }
    }

    private EmbeddedRun(Program program, EngineSettings settings, StateStore store) {
        this.program = program;
        this.settings = settings;
        this.store = store;
        this.intake = new Intake(program.sources().size());
        // More shards than threads would only make smaller ones: any number gives the same results.
        computation = new Computation(
                program,
                new Computation.Settings(
                        settings.threads(),
                        settings.threads(),
                        settings.untilEnd(),
                        Subscription.updatesWanted(settings.outputs()),
                        settings.state().map(folder -> slow(folder, settings)).orElse(SlowRecords.NONE)));
        StateKeeper keeper = new StateKeeper(program, store, computation, settings);
        keeper.restore();
        delivery = new Delivery(
                store.incarnation(), store, store, settings.outputs(), Delivery.Room.DEFAULT, settings.notice());
        committer = new Committer(store, delivery);
        loop = new BatchLoop(
                computation,
                keeper,
                delivery,
                committer,
                intake,
                readers,
                new ReadingBrake(program),
                Subscription.relationsWanted(settings.outputs()),
                new OverflowNotice(settings.notice()));
        thread = new Thread(this::run, "nilometer-engine");
    }

    @Override
    public EngineStatus status() {
        return loop.status();
    }

    @Override
    public void onBatch(BatchListener listener) {
        loop.onBatch(listener);
    }

    @Override
    public void stop() {
        loop.stop();
        if (!begun) {
            readers.forEach(SourceReader::wakeUp);
        }
    }

    @Override
    public Ending await() throws InterruptedException {
        try {
            return ended.get();
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
            computation.standing().continued().ifPresent(settings.notice());
            for (int index = 0; index < program.sources().size() && !loop.isStopping(); index++) {
                Source source = settings.sources().get(index);
                SourceReader reader = new SourceReader(index, program.sources().get(index).stream(), source, intake);
                readers.add(reader);
                for (PartitionStatus partition :
                        reader.open(computation.standing().resume(index))) {
                    starts.add(new BatchInput.PartitionProgress(
                            index,
                            partition.partition(),
                            partition.resume(),
                            Source.Progress.BACKLOG,
                            intake.news(index, partition)));
                }
            }
            loop.begin(starts);
        } catch (RuntimeException e) {
            begun = true;
            ended.complete(Ending.early(isKept()));
            closeAll();
            throw e;
        }
        begun = true;
        readers.forEach(SourceReader::start);
        watch = new SlowRecordWatch(
                computation::scanning, this::tooSlow, settings.slowLooks(), SlowRecordWatch.MILLIS_BETWEEN);
        thread.start();
    }

    private static SlowRecords slow(Path folder, EngineSettings settings) {
        if (settings.forget()) {
            SlowRecords.forget(folder);
        }
        return SlowRecords.read(folder);
    }

    /** The thread that is stuck with it cannot be ended: the run ends around it, and the process with the run. */
    private void tooSlow(SlowRecords.Place place) {
        try {
            settings.state().ifPresent(folder -> SlowRecords.add(folder, place));
            ended.completeExceptionally(SlowRecords.problem(
                    place, settings.slowLooks(), settings.state().isPresent()));
        } catch (NilometerException e) {
            ended.completeExceptionally(e);
        }
    }

    @Override
    public List<String> noteStuck() {
        SlowRecordWatch watching = watch;
        List<String> noted = new ArrayList<>();
        if (watching != null && isKept()) {
            for (SlowRecords.Place place : watching.stuck(SlowRecords.LOOKS_AT_CUT_OFF)) {
                settings.state().ifPresent(folder -> SlowRecords.add(folder, place));
                noted.add(place.toString());
            }
        }
        return noted;
    }

    private void run() {
        RuntimeException failure = null;
        boolean end = false;
        List<Undelivered> undelivered = List.of();
        try {
            end = loop.run();
            boolean delivered = delivery.finish(loop::isStopping);
            loop.takeRefused();
            settings.ending().accept(loop.status().ledger());
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
            undelivered = closeAll();
        } catch (RuntimeException e) {
            failure = failure == null ? e : failure;
        }
        if (failure == null) {
            ended.complete(new Ending(end, undelivered, isKept()));
        } else {
            ended.completeExceptionally(failure);
        }
    }

    private boolean isKept() {
        return settings.state().isPresent();
    }

    private List<Undelivered> closeAll() {
        intake.close();
        if (watch != null) {
            watch.close();
        }
        for (SourceReader reader : readers) {
            try {
                reader.stop(Duration.ofSeconds(2));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        committer.close();
        delivery.close(GRACE);
        try {
            return delivery.undelivered();
        } finally {
            computation.close();
            store.close();
        }
    }
}
