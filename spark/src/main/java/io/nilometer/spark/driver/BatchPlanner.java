package io.nilometer.spark.driver;

import io.nilometer.api.NilometerException;
import io.nilometer.api.Range;
import io.nilometer.api.RangePlanner.Most;
import io.nilometer.api.Source.Progress;
import io.nilometer.core.deliver.Delivery;
import io.nilometer.core.run.ReadingBrake;
import io.nilometer.core.run.Standing;
import io.nilometer.spark.batch.BatchOffset;
import io.nilometer.spark.batch.BatchOffset.SourceRange;
import io.nilometer.spark.batch.Recipe;
import io.nilometer.spark.batch.Tick;
import io.nilometer.spark.batch.Work;
import io.nilometer.spark.source.Batches;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Decides what the next batch holds. On the query's thread, but for {@link #stop}. */
public final class BatchPlanner implements Batches {

    private static final long WAIT_MILLIS = 50;
    private static final Most LEAST = new Most(1, 1);

    /** So many ranges cost more as tasks of their own than they gain. */
    private static final int MANY = 32;

    private final Recipe recipe;
    private final Course course;
    private final List<Feed> feeds;
    private final Delivery delivery;
    private final ReadingBrake brake;
    private final List<RecordRate> rates;
    private final LongSupplier nowMicros;
    private final Places places = new Places();
    private final Pace pace = new Pace();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition woken = lock.newCondition();
    private volatile boolean stopping;
    private volatile boolean quiet;
    private boolean flushed;
    private boolean ended;
    private int busy = 1;
    private volatile Map<String, Long> lags = Map.of();
    private @Nullable BatchOffset planned;
    private long plannedAt = System.nanoTime();

    public BatchPlanner(
            Recipe recipe, Course course, Feeds feeds, Delivery delivery, ReadingBrake brake, LongSupplier nowMicros) {
        this.recipe = recipe;
        this.course = course;
        this.feeds = feeds.all();
        this.delivery = delivery;
        this.brake = brake;
        this.rates = feeds.rates();
        this.nowMicros = nowMicros;
    }

    @Override
    public Recipe recipe() {
        return recipe;
    }

    /** No more batches after the one that is running and, if somebody wants provisional results, a last one. */
    public void stop() {
        stopping = true;
        lock.lock();
        try {
            woken.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Whether no batch is running and none will come: the query may be stopped without cutting anything off. */
    public boolean isQuiet() {
        return quiet;
    }

    /** Whether bounded input has come to its end and everything has been closed. */
    public boolean hasEnded() {
        return ended;
    }

    /** What is known to wait, by stream; one of which it is unknown is missing. */
    public Map<String, Long> lags() {
        return lags;
    }

    /** The batch that is being run. */
    BatchOffset planned() {
        return java.util.Objects.requireNonNull(planned);
    }

    /** When planning the last batch began, as {@link System#nanoTime}. */
    long plannedAt() {
        return plannedAt;
    }

    Pace pace() {
        return pace;
    }

    @Override
    public BatchOffset after(BatchOffset last) {
        delivery.failure().ifPresent(reason -> {
            throw reason;
        });
        if (course.standing().batch() != last.batch()) {
            throw mixed("is after batch " + last.batch());
        }
        if (last.content().last()) {
            ended = true;
        }
        // Where there was no batch yet, Spark takes whatever it is told for the first one, and writes that down.
        boolean first = last.batch() < 0;
        if (stopping && !first && (flushed || recipe.updatesWanted().isEmpty()) || ended) {
            quiet = true;
            return last;
        }
        plannedAt = System.nanoTime();
        BatchOffset next = stopping ? plan(List.of(), List.of(), false) : next();
        flushed = stopping;
        if (next == null) {
            await();
            return last;
        }
        return next;
    }

    /** The next batch, or null when there is nothing to do or outputs are too far behind. */
    private @Nullable BatchOffset next() {
        if (delivery.isFull()) {
            return null;
        }
        List<List<Range>> found = new ArrayList<>();
        for (int source = 0; source < feeds.size(); source++) {
            Map<String, String> read = course.standing().resume(source);
            Most most = rates.get(source)
                    .bound(pace.most(busy), read.size(), course.standing().read(source), System.nanoTime());
            List<Range> next = feeds.get(source).next(read, most.records() > 0 ? most : LEAST);
            boolean waits = most.records() <= 0 && !feeds.get(source).ships();
            found.add(waits ? next.stream().map(BatchPlanner::waiting).toList() : next);
        }
        Set<ReadingBrake.Reading> ahead = ahead(found);
        List<SourceRange> ranges = new ArrayList<>();
        List<Noted> notes = new ArrayList<>();
        boolean news = false;
        // What has no partitions yet may still get some, unless all that there will be has been listed.
        boolean allEnded = found.stream().noneMatch(List::isEmpty)
                || recipe.bounded() && feeds.stream().noneMatch(Feed::ships);
        Map<String, Long> waiting = new HashMap<>();
        for (int source = 0; source < found.size(); source++) {
            long lag = 0;
            for (Range range : found.get(source)) {
                String name = range.partition().name();
                Progress known = course.standing().progress(source, name);
                if (known == Progress.ENDED && range.progress() != Progress.GONE) {
                    continue;
                }
                if (range.partition().isNote() || range.isEmpty() && range.progress() == Progress.GONE) {
                    ranges.add(SourceRange.of(source, range, false));
                    allEnded &= range.progress().isEnded();
                    continue;
                }
                boolean held = ahead.contains(new ReadingBrake.Reading(source, range.partition(), range.progress()))
                        && !feeds.get(source).ships();
                Range taken = held ? nothingOf(range) : range;
                ranges.add(SourceRange.of(source, taken, feeds.get(source).ships()));
                if (!taken.notes().isEmpty()) {
                    notes.add(new Noted(source, name, taken.notes()));
                }
                news |= !taken.isEmpty()
                        || taken.progress() != known
                        || !taken.notes().isEmpty();
                allEnded &= taken.isEmpty() && taken.progress() == Progress.ENDED;
                lag = lag < 0 || range.lag() < 0 ? -1 : lag + range.lag();
            }
            if (lag >= 0) {
                waiting.put(course.stream(source), lag);
            }
        }
        lags = Map.copyOf(waiting);
        return news || allEnded || course.isDue(nowMicros.getAsLong()) ? plan(ranges, notes, allEnded) : null;
    }

    /** What a partition notes. */
    private record Noted(int source, String partition, Map<String, Long> notes) {}

    private BatchOffset plan(List<SourceRange> ranges, List<Noted> notes, boolean end) {
        Standing standing = course.next();
        standing.next(nowMicros.getAsLong());
        standing.refused(delivery.takeRefused());
        notes.forEach(noted -> standing.note(noted.source(), noted.partition(), noted.notes()));
        List<SourceRange> read = new ArrayList<>();
        for (SourceRange range : ranges) {
            if (range.from().equals(range.to()) && range.progress() == Progress.GONE) {
                standing.forget(range.source(), range.partition());
            } else if (range.id().isNote()) {
                standing.progress(range.source(), range.partition(), range.progress());
                standing.position(range.source(), range.partition(), range.to());
            } else if (range.from().equals(range.to())) {
                standing.progress(range.source(), range.partition(), range.progress());
                standing.position(range.source(), range.partition(), range.from());
            } else {
                standing.scanning(range.source(), range.partition());
                read.add(range);
            }
        }
        if (end) {
            standing.end();
        }
        busy = Math.max(1, read.size());
        boolean flush = end || stopping;
        return BatchOffset.of(
                standing.batch(), end, flush, course.streams(), read, course.written(standing), course.overflow());
    }

    private Set<ReadingBrake.Reading> ahead(List<List<Range>> found) {
        List<ReadingBrake.Reading> partitions = new ArrayList<>();
        for (int source = 0; source < found.size(); source++) {
            for (Range range : found.get(source)) {
                if (!range.partition().isNote()
                        && !range.progress().isEnded()
                        && course.standing().progress(source, range.partition().name()) != Progress.ENDED) {
                    partitions.add(new ReadingBrake.Reading(source, range.partition(), range.progress()));
                }
            }
        }
        return brake.ahead(course.standing(), partitions);
    }

    /** A range with something to read has to wait; one without says how its partition stands. */
    private static Range waiting(Range range) {
        return range.isEmpty() || range.partition().isNote() ? range : nothingOf(range);
    }

    private static Range nothingOf(Range range) {
        return range.instead(range.from(), range.from(), Progress.BACKLOG);
    }

    @Override
    public List<Work> work(BatchOffset batch) {
        long taken = course.standing().batch();
        if (batch.batch() != taken && batch.batch() != taken + 1) {
            throw mixed("runs batch " + batch.batch() + " again");
        }
        if (!batch.content().streams().equals(course.streams())) {
            throw new NilometerException(
                    "batch-of-another",
                    "batch " + batch.batch() + " was begun, and not ended, when the pipeline read "
                            + batch.content().streams() + "; now it reads " + course.streams(),
                    "run the pipeline as it was until it has committed a batch, then the changed one; or start anew: "
                            + "--forget");
        }
        planned = batch;
        places.look();
        Standing standing = course.read(batch.content().standing());
        byte[] tick = new Tick(
                        batch.batch(),
                        standing.wallMicros(),
                        standing.clockMicros(),
                        standing.wholeFromMicros(),
                        batch.content().flush())
                .toBytes();
        List<Work> work = new ArrayList<>();
        for (List<SourceRange> task : tasks(batch.content().ranges())) {
            boolean first = work.isEmpty();
            ArrayList<Work.Share> shares = new ArrayList<>();
            task.forEach(range -> shares.add(share(range, standing)));
            work.add(new Work(
                    batch.batch(),
                    standing.wallMicros(),
                    first ? tick : null,
                    first ? batch.content().overflow() : new byte[0],
                    shares,
                    task.isEmpty() ? new String[0] : places.of(task.get(0))));
        }
        return work;
    }

    /** What tasks are to read; without records there is one all the same, which tells the shards the time. */
    private List<List<SourceRange>> tasks(List<SourceRange> ranges) {
        if (ranges.isEmpty()) {
            return List.of(List.of());
        }
        return pace.isSlow() || ranges.size() > MANY
                ? places.together(ranges)
                : ranges.stream().map(List::of).toList();
    }

    private NilometerException mixed(String spark) {
        return new NilometerException(
                "checkpoint-mixed",
                "the checkpoint is a mixture: Spark's part " + spark + ", the files beside it are after batch "
                        + course.standing().batch(),
                "restore the whole checkpoint from one copy, or start anew: --forget");
    }

    private Work.Share share(SourceRange range, Standing standing) {
        byte[] records =
                range.shipped() ? feeds.get(range.source()).records(range.partition(), range.from(), range.to()) : null;
        return new Work.Share(
                range.source(),
                range.partition(),
                range.order(),
                range.from(),
                range.to(),
                range.progress().name(),
                range.lag(),
                records,
                standing.clockMicros(range.source(), range.partition()));
    }

    private void await() {
        lock.lock();
        try {
            if (!stopping) {
                woken.await(WAIT_MILLIS, TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }
}
