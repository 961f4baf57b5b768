package io.nilometer.connectors.file;

import io.nilometer.api.Options;
import io.nilometer.api.PartitionId;
import io.nilometer.api.RecordBatch;
import io.nilometer.api.Source;
import io.nilometer.api.SourceContext;
import io.nilometer.connectors.pace.Wake;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Reads the lines of one or more partitions, each of them a file, a directory or a glob. */
final class FileSource implements Source {

    /** No more than this is handed over by one poll, so that a pause takes effect soon. */
    private static final long BYTES_PER_POLL = 4 << 20;

    /** How soon a followed file's growth is seen. */
    private static final Duration LOOK_AGAIN = Duration.ofMillis(10);

    private final Options options;
    private final SourceContext context;
    private final List<FilePartition> partitions = new ArrayList<>();
    private final Set<PartitionId> paused = new HashSet<>();
    private final Wake wake = new Wake();

    FileSource(Options options, SourceContext context) {
        this.options = options;
        this.context = context;
    }

    @Override
    public void open(Map<String, String> resume) {
        for (String path : options.get(FileSourceFactory.PATH)) {
            Resumed.tell(resume.get(path), context.notice());
            partitions.add(FilePartition.open(path, options, context, resume.get(path), resume.isEmpty()));
        }
    }

    @Override
    public void poll(Consumer<RecordBatch> out, Duration wait) {
        long deadline = System.nanoTime() + wait.toNanos();
        do {
            boolean any = false;
            long share = Math.max(1, BYTES_PER_POLL / Math.max(1, partitions.size() - paused.size()));
            for (FilePartition partition : partitions) {
                any |= !paused.contains(partition.id()) && partition.read(out, share);
            }
            if (any) {
                return;
            }
        } while (!wake.awaitUntil(deadline, LOOK_AGAIN) && System.nanoTime() < deadline);
    }

    @Override
    public List<PartitionStatus> partitions() {
        return partitions.stream().map(FilePartition::status).toList();
    }

    @Override
    public void pause(Collection<PartitionId> these) {
        paused.clear();
        paused.addAll(these);
    }

    @Override
    public void wakeUp() {
        wake.up();
    }

    @Override
    public void close() {
        partitions.forEach(FilePartition::close);
        partitions.clear();
    }
}
