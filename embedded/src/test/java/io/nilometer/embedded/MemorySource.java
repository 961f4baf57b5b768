package io.nilometer.embedded;

import io.nilometer.api.PartitionId;
import io.nilometer.api.RecordBatch;
import io.nilometer.api.Source;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;

/** A bounded source of lines in memory, handed over in random pieces; it can be told to stall at a position. */
class MemorySource implements Source {

    private final Map<String, List<String>> partitions;
    private final Map<String, Integer> next = new LinkedHashMap<>();
    private final Random random;
    private final int stallAt;
    private Set<PartitionId> paused = Set.of();
    private int handed;

    /** @param stallAt after so many records nothing more comes; -1 for never */
    MemorySource(Map<String, List<String>> partitions, Random random, int stallAt) {
        this.partitions = partitions;
        this.random = random;
        this.stallAt = stallAt;
    }

    @Override
    public void open(Map<String, String> resume) {
        partitions.keySet().forEach(name -> next.put(name, Integer.parseInt(resume.getOrDefault(name, "0"))));
    }

    @Override
    public void poll(Consumer<RecordBatch> out, Duration wait) {
        partitions.forEach((name, lines) -> {
            int from = next.get(name);
            int to = Math.min(lines.size(), from + 1 + random.nextInt(20));
            PartitionId id = new PartitionId(name, name.hashCode());
            if (from < to && !paused.contains(id) && (stallAt < 0 || handed < stallAt)) {
                RecordBatch batch = new RecordBatch(id, RecordBatch.Origin.NONE, to - from);
                for (int i = from; i < to; i++) {
                    byte[] bytes = lines.get(i).getBytes(StandardCharsets.UTF_8);
                    batch.add(bytes, 0, bytes.length, i);
                }
                batch.resumeAt(String.valueOf(to));
                next.put(name, to);
                handed += to - from;
                out.accept(batch);
            }
        });
        Thread.yield();
    }

    @Override
    public List<PartitionStatus> partitions() {
        List<PartitionStatus> statuses = new ArrayList<>();
        partitions.forEach((name, lines) -> {
            int at = next.get(name);
            statuses.add(new PartitionStatus(
                    new PartitionId(name, name.hashCode()),
                    String.valueOf(at),
                    at == lines.size() ? Progress.ENDED : Progress.BACKLOG,
                    lines.size() - at));
        });
        return statuses;
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
