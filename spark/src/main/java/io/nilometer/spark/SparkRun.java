package io.nilometer.spark;

import io.nilometer.api.NilometerException;
import io.nilometer.core.deliver.Delivery;
import io.nilometer.core.deliver.Subscription;
import io.nilometer.core.deliver.Undelivered;
import io.nilometer.core.program.Program;
import io.nilometer.core.run.BatchListener;
import io.nilometer.core.run.Ending;
import io.nilometer.core.run.OverflowNotice;
import io.nilometer.core.run.ReadingBrake;
import io.nilometer.core.run.Run;
import io.nilometer.spark.batch.Recipe;
import io.nilometer.spark.checkpoint.Checkpoint;
import io.nilometer.spark.driver.BatchEnd;
import io.nilometer.spark.driver.BatchPlanner;
import io.nilometer.spark.driver.Course;
import io.nilometer.spark.driver.Feeds;
import io.nilometer.spark.remote.HadoopSettings;
import io.nilometer.spark.source.PipelineProvider;
import io.nilometer.spark.worker.Programs;
import io.nilometer.spark.worker.Worker;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryException;
import org.jspecify.annotations.Nullable;

/** A program that runs as one Structured Streaming query. */
public final class SparkRun implements Run {

    private static final Duration GRACE = Duration.ofSeconds(8);
    private static final long LOOK_MILLIS = 50;

    private final Program program;
    private final SparkSettings settings;
    private final SparkConf conf;
    private final String id = UUID.randomUUID().toString();
    private final OpenCheckpoint opened;
    private final Checkpoint checkpoint;
    private final Course course;
    private final Delivery delivery;
    private final Feeds feeds;
    private final BatchPlanner planner;
    private final Recipe recipe;
    private final SlowWatch slow;
    private final CompletableFuture<Ending> ended = new CompletableFuture<>();
    private final Thread thread;
    private final Runnable stopFirst = this::stopAndWait;
    private @Nullable SparkSession session;
    private final ExchangeMeter exchange = new ExchangeMeter();
    private volatile @Nullable StreamingQuery query;
    private @Nullable ExecutorWatch executors;
    private volatile boolean stopping;
    private boolean begun;
    private final Account account;

    /**
     * Opens the checkpoint. {@link #begin} must follow, or {@link #close}.
     *
     * @throws NilometerException when the checkpoint cannot be used, or a source cannot be read on Spark; nothing is left
     *     open then
     */
    public static SparkRun open(Program program, SparkSettings settings) {
        SparkConf conf = Sessions.asked(program.pipeline().spark(), settings.master());
        ClusterCode.ship(conf, settings.clusterJar());
        OpenCheckpoint opened = OpenCheckpoint.open(program, settings, conf);
        try {
            return new SparkRun(program, settings, conf, opened);
        } catch (RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    private SparkRun(Program program, SparkSettings settings, SparkConf conf, OpenCheckpoint opened) {
        this.program = program;
        this.settings = settings;
        this.conf = conf;
        this.opened = opened;
        checkpoint = opened.checkpoint();
        course = new Course(program, settings.origin(), settings.goOn());
        long last = checkpoint.batches().last();
        if (last >= 0) {
            var file = checkpoint.batches().file(last);
            course.restore(
                            file == null ? null : file.standing(),
                            checkpoint.path().toString())
                    .forEach(settings.notice());
        }
        recipe = Recipe.of(
                id,
                program.pipeline(),
                settings.files(),
                Subscription.updatesWanted(settings.outputs()),
                checkpoint.shards(),
                settings.untilEnd(),
                checkpoint.path().toString(),
                HadoopSettings.of(SparkHadoopUtil.get().newConfiguration(conf)),
                checkpoint.slow().all(),
                course.layout(),
                course.renamed());
        slow = new SlowWatch(checkpoint.slow(), opened.isKept());
        feeds = Feeds.of(program, recipe, settings.components(), settings.fed(), settings.goOn(), settings.notice());
        delivery = new Delivery(
                checkpoint.incarnation(),
                checkpoint.batches(),
                checkpoint.marks(),
                settings.outputs(),
                Delivery.Room.DEFAULT,
                settings.notice());
        planner = new BatchPlanner(recipe, course, feeds, delivery, new ReadingBrake(program), settings.nowMicros());
        account = new Account(course, planner, delivery);
        thread = new Thread(this::run, "nilometer-spark");
        thread.setDaemon(true);
    }

    @Override
    public SparkStatus status() {
        return account.status();
    }

    @Override
    public void onBatch(BatchListener listener) {
        account.onBatch(listener);
    }

    /** Processes all that can be processed now, and returns; for tests that hold the clock. */
    public void processAllAvailable() {
        StreamingQuery running = query;
        try {
            if (running != null) {
                // The first call may return on a look for work that began before it was made.
                running.processAllAvailable();
                running.processAllAvailable();
            }
        } catch (RuntimeException e) {
            throw Failures.of(e);
        }
    }

    @Override
    public void stop() {
        stopping = true;
        planner.stop();
        feeds.wakeUp();
    }

    @Override
    public Ending await() throws InterruptedException {
        try {
            return ended.get();
        } catch (ExecutionException e) {
            throw Failures.of(e.getCause());
        }
    }

    @Override
    public void begin() {
        begun = true;
        try {
            course.standing().continued().ifPresent(settings.notice());
            Programs.put(recipe, program, settings.components());
            feeds.open(course.standing());
            if (!stopping) {
                ShutdownOrder.addFirst(stopFirst);
                SparkSession made = Sessions.open(conf, program.pipeline().name(), checkpoint.shards());
                session = made;
                made.sparkContext().addSparkListener(exchange);
                executors = new ExecutorWatch(made.sparkContext(), settings.notice());
                PipelineProvider.put(id, planner);
                BatchEnd end = new BatchEnd(
                        program,
                        planner,
                        course,
                        checkpoint.batches(),
                        delivery,
                        Subscription.relationsWanted(settings.outputs()),
                        new OverflowNotice(settings.notice()),
                        this::publish);
                query = Query.start(made, recipe, program.pipeline().name(), checkpoint.query(), end);
            }
            thread.start();
        } catch (RuntimeException e) {
            try {
                closeAll();
            } finally {
                ended.complete(Ending.early(opened.isKept()));
            }
            // Told to stop while it starts: Spark does not start in a process that ends, which is no failure.
            if (!(stopping && ShutdownOrder.isShuttingDown())) {
                throw Failures.of(e);
            }
        }
    }

    /** Before Spark stops its context because the process ends. */
    private void stopAndWait() {
        stop();
        try {
            ended.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            // Whoever awaits the run tells why it has failed.
            return;
        }
    }

    /** Ends Spark in this process, when no run is going to follow. */
    public static void endSpark() {
        Sessions.end();
    }

    private void run() {
        Throwable failure = null;
        try {
            waitForQuery();
            boolean delivered = delivery.finish(() -> stopping);
            // Those that came behind the last batch.
            course.standing().refused(delivery.takeRefused());
            settings.ending().accept(account.status().ledger());
            if (delivered && planner.hasEnded()) {
                checkpoint.markFinished();
            }
        } catch (StreamingQueryException | InterruptedException | RuntimeException | Error e) {
            failure = e;
        }
        List<Undelivered> undelivered = List.of();
        try {
            undelivered = closeAll();
        } catch (RuntimeException e) {
            failure = failure == null ? e : failure;
        }
        if (failure == null) {
            ended.complete(new Ending(planner.hasEnded(), undelivered, opened.isKept()));
        } else {
            ended.completeExceptionally(failure);
        }
    }

    private void waitForQuery() throws StreamingQueryException, InterruptedException {
        StreamingQuery running = query;
        while (running != null && !running.awaitTermination(LOOK_MILLIS)) {
            if (planner.isQuiet()) {
                stop(running);
            }
            Objects.requireNonNull(executors).look();
            slow.look();
        }
        Optional<NilometerException> undelivered = delivery.failure();
        if (undelivered.isPresent()) {
            throw undelivered.get();
        }
    }

    private static void stop(StreamingQuery running) {
        try {
            running.stop();
        } catch (TimeoutException e) {
            throw new NilometerException(
                    "stop-timeout", "the query did not stop", "nothing is lost: it goes on from its last batch", e);
        }
    }

    /** Those of executors that are processes of their own note theirs when it is time. */
    @Override
    public List<String> noteStuck() {
        return opened.isKept() ? Worker.noteStuck(id) : List.of();
    }

    @Override
    public void close() {
        stop();
        if (!begun) {
            begun = true;
            closeAll();
            return;
        }
        try {
            ended.get(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            // Told by await; a batch that does not end is cut off, and run again at the next start.
            StreamingQuery running = query;
            if (running != null && running.isActive()) {
                stop(running);
            }
        }
    }

    private List<Undelivered> closeAll() {
        StreamingQuery running = query;
        if (running != null && running.isActive()) {
            stop(running);
        }
        PipelineProvider.forget(id);
        SparkSession made = session;
        if (made != null) {
            made.sparkContext().removeSparkListener(exchange);
        }
        feeds.close();
        Worker.forget(id);
        delivery.close(GRACE);
        try {
            return delivery.undelivered();
        } finally {
            opened.close();
            ShutdownOrder.remove(stopFirst);
        }
    }

    private void publish(BatchEnd.Timing timing) {
        StreamingQuery running = query;
        account.take(
                timing, running == null ? 0 : exchange.nanos(running.runId().toString()));
    }
}
