package io.nilometer.spark.rerun;

import io.nilometer.api.ComponentSpec;
import io.nilometer.api.Distribution;
import io.nilometer.api.Options;
import io.nilometer.api.PartitionId;
import io.nilometer.api.Range;
import io.nilometer.api.RangePlanner;
import io.nilometer.api.RangeReader;
import io.nilometer.api.RecordBatch;
import io.nilometer.api.Source;
import io.nilometer.api.Source.PartitionStatus;
import io.nilometer.api.Source.Progress;
import io.nilometer.api.SourceContext;
import io.nilometer.api.SourceFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Partitions in memory, read in ranges of a fixed size; if wanted, each range fails halfway when it is first read. */
final class ScriptedSource implements SourceFactory, Distribution.RangeFactory {

    private final List<List<String>> partitions;
    private final int rangeSize;
    private final boolean failing;
    private final Set<String> failed = ConcurrentHashMap.newKeySet();

    ScriptedSource(List<List<String>> partitions, int rangeSize, boolean failing) {
        this.partitions = partitions;
        this.rangeSize = rangeSize;
        this.failing = failing;
    }

    /** How many ranges have failed. */
    int failures() {
        return failed.size();
    }

    @Override
    public ComponentSpec spec() {
        return new ComponentSpec("scripted", "Lines of a test.", List.of());
    }

    @Override
    public Replay replay(Options options) {
        return Replay.REPLAYABLE;
    }

    @Override
    public Source create(Options options, SourceContext context) {
        throw new UnsupportedOperationException("it is read in ranges");
    }

    @Override
    public Distribution distribution(Options options) {
        return new Distribution.InRanges(this);
    }

    @Override
    public RangePlanner planner(Options options, SourceContext context) {
        return new Planner();
    }

    @Override
    public RangeReader reader(Options options, SourceContext context) {
        return new Reader();
    }

    private final class Planner implements RangePlanner {

        @Override
        public void open(Map<String, String> resume) {}

        @Override
        public List<Range> next(Map<String, String> read, Most most) {
            List<Range> ranges = new ArrayList<>();
            for (int partition = 0; partition < partitions.size(); partition++) {
                PartitionId id = new PartitionId("p" + partition, partition);
                int from = Integer.parseInt(read.getOrDefault(id.name(), "0"));
                int end = partitions.get(partition).size();
                int to = Math.min(from + rangeSize, end);
                Progress progress = to == end ? Progress.ENDED : Progress.BACKLOG;
                ranges.add(new Range(id, Integer.toString(from), Integer.toString(to), progress, end - to));
            }
            return ranges;
        }

        @Override
        public void wakeUp() {}

        @Override
        public void close() {}
    }

    private final class Reader implements RangeReader {

        @Override
        public PartitionStatus read(Range range, Consumer<RecordBatch> out) {
            int from = Integer.parseInt(range.from());
            int to = Integer.parseInt(range.to());
            int half = (from + to) / 2;
            hand(range, from, half, out);
            if (failing && failed.add(range.partition().name() + " " + from)) {
                throw new IllegalStateException("the first try fails halfway");
            }
            hand(range, half, to, out);
            return new PartitionStatus(range.partition(), range.to(), range.progress(), range.lag());
        }

        private void hand(Range range, int from, int to, Consumer<RecordBatch> out) {
            if (from == to) {
                return;
            }
            RecordBatch batch = new RecordBatch(range.partition(), RecordBatch.Origin.NONE, to - from);
            List<String> lines = partitions.get((int) range.partition().order());
            for (int i = from; i < to; i++) {
                byte[] bytes = lines.get(i).getBytes(StandardCharsets.UTF_8);
                batch.add(bytes, 0, bytes.length, i);
            }
            out.accept(batch);
        }

        @Override
        public void close() {}
    }
}
