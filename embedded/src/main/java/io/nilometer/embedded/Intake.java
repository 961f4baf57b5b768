package io.nilometer.embedded;

import io.nilometer.api.PartitionId;
import io.nilometer.api.RecordBatch;
import io.nilometer.api.Source.PartitionStatus;
import io.nilometer.api.Source.Progress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Where the sources' threads put what they have read and the engine takes it, in order. Bounded by bytes per source: a
 * reader that is ahead waits.
 */
final class Intake {

    /** What one source may be ahead; a single larger batch still goes through. */
    private static final long BYTES_PER_SOURCE = 16L << 20;

    private static final int RECORDS_PER_BATCH = 100_000;
    private static final long BYTES_PER_BATCH = 16L << 20;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition taken = lock.newCondition();
    private final Condition arrived = lock.newCondition();
    private final List<Lane> lanes = new ArrayList<>();
    private @Nullable RuntimeException failure;
    private boolean closed;

    /** What one source has read, in order: batches, and between them how far its partitions are. */
    private static final class Lane {
        final ArrayDeque<Object> items = new ArrayDeque<>();
        final Map<String, PartitionStatus> latest = new LinkedHashMap<>();
        final Map<String, Map<String, Long>> noted = new HashMap<>();
        final Map<String, PartitionStatus> news = new LinkedHashMap<>();
        long bytes;

        void told(String name, PartitionStatus status) {
            news.put(name, status);
            if (status.progress() == Progress.GONE) {
                latest.remove(name);
            } else {
                latest.put(name, status);
            }
        }
    }

    Intake(int sources) {
        for (int source = 0; source < sources; source++) {
            lanes.add(new Lane());
        }
    }

    /** Puts a batch; waits while its source is too far ahead. */
    void put(int source, RecordBatch batch) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            Lane lane = lanes.get(source);
            while (lane.bytes >= BYTES_PER_SOURCE && !closed) {
                taken.await();
            }
            lane.items.add(batch);
            lane.bytes += sizeOf(batch);
            arrived.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Puts how far partitions are of which there is news, after the batches put before. */
    void put(int source, List<PartitionStatus> statuses) {
        lock.lock();
        try {
            Lane lane = lanes.get(source);
            if (lane.items.peekLast() instanceof Statuses last) {
                statuses.forEach(last::add);
            } else {
                Statuses news = new Statuses(new LinkedHashMap<>());
                statuses.forEach(news::add);
                lane.items.add(news);
            }
            arrived.signal();
        } finally {
            lock.unlock();
        }
    }

    /** What a partition notes that it had not noted when it was asked last; sources count from their opening. */
    Map<String, Long> news(int source, PartitionStatus status) {
        lock.lock();
        try {
            return news(lanes.get(source), status);
        } finally {
            lock.unlock();
        }
    }

    private static Map<String, Long> news(Lane lane, PartitionStatus status) {
        Map<String, Long> before = lane.noted.put(status.partition().name(), status.notes());
        if (before == null || before.isEmpty()) {
            return status.notes();
        }
        Map<String, Long> news = new HashMap<>();
        status.notes().forEach((what, times) -> {
            if (times > before.getOrDefault(what, 0L)) {
                news.put(what, times - before.getOrDefault(what, 0L));
            }
        });
        return news;
    }

    private record Statuses(Map<String, PartitionStatus> byName) {
        void add(PartitionStatus status) {
            byName.put(status.partition().name(), status);
        }
    }

    /** The reader of a source has failed; the next {@link #take} throws it. */
    void fail(RuntimeException reason) {
        lock.lock();
        try {
            failure = failure == null ? reason : failure;
            arrived.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Makes a waiting {@link #take} return. */
    void wakeUp() {
        lock.lock();
        try {
            arrived.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Lets readers that wait go; nothing is taken any more. */
    void close() {
        lock.lock();
        try {
            closed = true;
            taken.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes what has arrived, as much as fits a batch; waits a while when there is nothing. What has been told of partitions
     * up to there is kept for {@link #takeProgress}.
     *
     * @return empty when no records came
     */
    List<BatchInput.PartitionRecords> take(long waitMillis, boolean records) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long nanos = TimeUnit.MILLISECONDS.toNanos(waitMillis);
            while (nanos > 0
                    && failure == null
                    && !(records && lanes.stream().anyMatch(lane -> !lane.items.isEmpty()))) {
                nanos = arrived.awaitNanos(nanos);
                if (!records) {
                    break;
                }
            }
            if (failure != null) {
                throw failure;
            }
            List<BatchInput.PartitionRecords> now = records ? takeNow() : List.of();
            taken.signalAll();
            return now;
        } finally {
            lock.unlock();
        }
    }

    /** How far all partitions of a source are, as far as has been taken. */
    List<PartitionStatus> statuses(int source) {
        lock.lock();
        try {
            return List.copyOf(lanes.get(source).latest.values());
        } finally {
            lock.unlock();
        }
    }

    /** Whether every source has been read to its end and everything has been taken. */
    boolean allEnded() {
        lock.lock();
        try {
            return lanes.stream()
                    .allMatch(lane -> lane.items.isEmpty()
                            && !lane.latest.isEmpty()
                            && lane.latest.values().stream().allMatch(status -> status.progress() == Progress.ENDED));
        } finally {
            lock.unlock();
        }
    }

    /** How far partitions are that have news, as far as has been taken; what they note is what they had not noted before. */
    List<BatchInput.PartitionProgress> takeProgress() {
        lock.lock();
        try {
            List<BatchInput.PartitionProgress> progress = new ArrayList<>();
            for (int source = 0; source < lanes.size(); source++) {
                Lane lane = lanes.get(source);
                for (PartitionStatus status : lane.news.values()) {
                    progress.add(new BatchInput.PartitionProgress(
                            source, status.partition(), status.resume(), status.progress(), news(lane, status)));
                    if (status.progress() == Progress.GONE) {
                        lane.noted.remove(status.partition().name());
                    }
                }
                lane.news.clear();
            }
            return progress;
        } finally {
            lock.unlock();
        }
    }

    private List<BatchInput.PartitionRecords> takeNow() {
        List<BatchInput.PartitionRecords> records = new ArrayList<>();
        for (int source = 0; source < lanes.size(); source++) {
            takeLane(source, lanes.get(source), records);
        }
        return records;
    }

    private static void takeLane(int source, Lane lane, List<BatchInput.PartitionRecords> records) {
        Map<PartitionId, List<RecordBatch>> byPartition = new LinkedHashMap<>();
        long count = 0;
        long bytes = 0;
        while (!lane.items.isEmpty() && count < RECORDS_PER_BATCH && bytes < BYTES_PER_BATCH) {
            Object item = lane.items.poll();
            if (item instanceof RecordBatch batch) {
                byPartition
                        .computeIfAbsent(batch.partition(), first -> new ArrayList<>())
                        .add(batch);
                count += batch.size();
                bytes += batch.heldBytes();
                lane.bytes -= sizeOf(batch);
            } else {
                ((Statuses) item).byName().forEach(lane::told);
            }
        }
        byPartition.forEach(
                (partition, batches) -> records.add(new BatchInput.PartitionRecords(source, partition, batches)));
    }

    private static long sizeOf(RecordBatch batch) {
        return batch.heldBytes() + 64L * batch.size();
    }
}
