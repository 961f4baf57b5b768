package io.nilometer.cli.parity;

import io.nilometer.api.PartitionId;
import io.nilometer.api.RecordBatch;
import io.nilometer.api.Source;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Hands over records in random cuts; all partitions are known from the beginning. Every other poll gives nothing. */
final class CutSource implements Source {

    private final Map<String, List<byte[]>> partitions;
    private final Map<String, Integer> next = new TreeMap<>();
    private final Random random;
    private final int most;
    private Set<PartitionId> paused = Set.of();
    private boolean resting;

    /** @param most records of a partition at a time */
    CutSource(Map<String, List<byte[]>> partitions, Random random, int most) {
        this.partitions = partitions;
        this.random = random;
        this.most = most;
    }

    @Override
    public void open(Map<String, String> resume) {
        partitions.keySet().forEach(name -> next.put(name, Integer.parseInt(resume.getOrDefault(name, "0"))));
    }

    @Override
    public void poll(Consumer<RecordBatch> out, Duration wait) {
        resting = !resting;
        if (resting) {
            return;
        }
        partitions.forEach((name, records) -> {
            int from = next.get(name);
            int to = Math.min(records.size(), from + random.nextInt(1 + most));
            if (from < to && !paused.contains(id(name))) {
                RecordBatch batch = new RecordBatch(id(name), RecordBatch.Origin.NONE, to - from);
                for (int i = from; i < to; i++) {
                    batch.add(records.get(i), 0, records.get(i).length, i);
                }
                batch.resumeAt(String.valueOf(to));
                next.put(name, to);
                out.accept(batch);
            }
        });
    }

    @Override
    public List<PartitionStatus> partitions() {
        List<PartitionStatus> statuses = new ArrayList<>();
        partitions.forEach((name, records) -> {
            int at = next.get(name);
            Progress progress = at == records.size() ? Progress.ENDED : Progress.BACKLOG;
            statuses.add(new PartitionStatus(id(name), String.valueOf(at), progress, records.size() - at));
        });
        return statuses;
    }

    private static PartitionId id(String name) {
        return new PartitionId(name, name.hashCode());
    }

    @Override
    public void pause(Collection<PartitionId> these) {
        paused = Set.copyOf(these);
    }

    @Override
    public void wakeUp() {}

    @Override
    public void close() {}
}
