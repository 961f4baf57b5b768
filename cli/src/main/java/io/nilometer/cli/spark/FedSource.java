package io.nilometer.cli.spark;

import io.nilometer.api.PartitionId;
import io.nilometer.api.RecordBatch;
import io.nilometer.api.Source;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** A source that a test fills. */
final class FedSource implements Source {

    /** Stands for a source that a test does not feed: it ends, too. */
    private static final PartitionId NEVER_FED = new PartitionId("", 0);

    private final List<RecordBatch> waiting = new ArrayList<>();
    private final Map<PartitionId, String> read =
            new TreeMap<>((left, right) -> left.name().compareTo(right.name()));
    private boolean ended;

    synchronized void feed(Collection<RecordBatch> batches) {
        waiting.addAll(batches);
    }

    /** No more will come. */
    synchronized void end() {
        ended = true;
        read.putIfAbsent(NEVER_FED, "");
    }

    @Override
    public void open(Map<String, String> resume) {}

    @Override
    public synchronized void poll(Consumer<RecordBatch> out, Duration wait) {
        for (RecordBatch batch : waiting) {
            read.put(batch.partition(), batch.resume());
            out.accept(batch);
        }
        waiting.clear();
    }

    @Override
    public synchronized List<PartitionStatus> partitions() {
        Progress progress = ended ? Progress.ENDED : Progress.AT_END;
        return read.entrySet().stream()
                .map(partition -> new PartitionStatus(partition.getKey(), partition.getValue(), progress, 0))
                .toList();
    }

    @Override
    public void pause(Collection<PartitionId> partitions) {}

    @Override
    public void wakeUp() {}

    @Override
    public void close() {}
}
