package io.nilometer.cli.parity;

import io.nilometer.api.PartitionId;
import io.nilometer.api.RecordBatch;
import io.nilometer.api.Source;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** One partition that a test writes to, and that goes on where an earlier run has read it to. */
final class HeldSource implements Source {

    private static final PartitionId PARTITION = new PartitionId("p", 0);

    private final List<String> lines = new ArrayList<>();
    private int next;
    private boolean ended;

    synchronized void write(List<String> more) {
        lines.addAll(more);
    }

    synchronized void end() {
        ended = true;
    }

    @Override
    public synchronized void open(Map<String, String> resume) {
        next = Integer.parseInt(resume.getOrDefault(PARTITION.name(), "0"));
    }

    @Override
    public synchronized void poll(Consumer<RecordBatch> out, Duration wait) {
        if (next < lines.size()) {
            RecordBatch batch = new RecordBatch(PARTITION, RecordBatch.Origin.NONE, lines.size() - next);
            for (; next < lines.size(); next++) {
                byte[] bytes = lines.get(next).getBytes(StandardCharsets.UTF_8);
                batch.add(bytes, 0, bytes.length, next);
            }
            batch.resumeAt(String.valueOf(next));
            out.accept(batch);
        }
    }

    @Override
    public synchronized List<PartitionStatus> partitions() {
        Progress progress = ended ? Progress.ENDED : Progress.AT_END;
        return List.of(new PartitionStatus(PARTITION, String.valueOf(next), progress, 0));
    }

    @Override
    public void pause(Collection<PartitionId> partitions) {}

    @Override
    public void wakeUp() {}

    @Override
    public void close() {}
}
