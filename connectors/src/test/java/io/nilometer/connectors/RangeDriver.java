package io.nilometer.connectors;

import io.nilometer.api.Distribution;
import io.nilometer.api.Options;
import io.nilometer.api.PartitionId;
import io.nilometer.api.Range;
import io.nilometer.api.RangePlanner;
import io.nilometer.api.RangePlanner.Most;
import io.nilometer.api.RangeReader;
import io.nilometer.api.RecordBatch;
import io.nilometer.api.Source.PartitionStatus;
import io.nilometer.api.Source.Progress;
import io.nilometer.api.SourceContext;
import io.nilometer.api.SourceFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;

/** Plans and reads ranges as an engine of many processes does, and keeps where reading goes on. */
public final class RangeDriver implements AutoCloseable {

    public static final Most PLENTY = new Most(1_000_000, 1L << 30);

    private final Distribution.RangeFactory ranges;
    private final Options options;
    private final SourceContext context;
    private final List<String> notices = new CopyOnWriteArrayList<>();
    private final RangePlanner planner;
    private final Map<String, RangeReader> readers = new HashMap<>();
    private final Map<String, String> read = new HashMap<>();
    private final Map<String, List<String>> records = new TreeMap<>();
    private List<Progress> progress = List.of();

    public RangeDriver(SourceFactory factory, Path directory, boolean untilEnd, Object... options) {
        this.options = SourceReader.options(factory, options);
        this.context = SourceReader.context(directory, untilEnd, 1 << 20, notices);
        this.ranges = ((Distribution.InRanges) factory.distribution(this.options)).ranges();
        this.planner = ranges.planner(this.options, context);
    }

    public RangeDriver open(Map<String, String> resume) {
        planner.open(resume);
        read.putAll(resume);
        return this;
    }

    public RangePlanner planner() {
        return planner;
    }

    public RangeReader reader() {
        return ranges.reader(options, context);
    }

    public Options options() {
        return options;
    }

    public SourceContext context() {
        return context;
    }

    public List<String> notices() {
        return notices;
    }

    public Map<String, String> read() {
        return Map.copyOf(read);
    }

    /** By partition, {@code position text}. */
    public Map<String, List<String>> records() {
        return records;
    }

    public List<String> all() {
        return records.values().stream()
                .flatMap(List::stream)
                .map(record -> record.substring(record.indexOf(' ') + 1))
                .toList();
    }

    public List<Range> next(Most most) {
        return planner.next(read(), most);
    }

    /** One round: what is planned is read by readers that are kept. */
    public List<Range> round(Most most) {
        List<Range> planned = next(most);
        List<Progress> reached = new ArrayList<>();
        for (Range range : planned) {
            Progress now = take(range, keptReader(range.partition())).progress();
            reached.add(now == Progress.GONE ? Progress.ENDED : now);
        }
        progress = reached;
        return planned;
    }

    public RangeReader keptReader(PartitionId partition) {
        return readers.computeIfAbsent(partition.name(), name -> reader());
    }

    /** Reads a range and counts it as read. */
    public PartitionStatus take(Range range, RangeReader reader) {
        if (range.partition().isNote() || range.isEmpty() && range.progress() == Progress.GONE) {
            read.remove(range.partition().name());
            if (range.partition().isNote()) {
                read.put(range.partition().name(), range.to());
            }
            return new PartitionStatus(range.partition(), range.to(), range.progress(), range.lag());
        }
        List<String> into = records.computeIfAbsent(range.partition().name(), name -> new ArrayList<>());
        PartitionStatus status = reader.read(range, batch -> add(batch, into));
        read.put(range.partition().name(), status.resume());
        return status;
    }

    /** What a range holds, read by a reader of its own. */
    public List<String> fresh(Range range) {
        List<String> texts = new ArrayList<>();
        if (range.partition().isNote()) {
            return texts;
        }
        try (RangeReader reader = reader()) {
            reader.read(range, batch -> add(batch, texts));
        }
        return texts;
    }

    public static void add(RecordBatch batch, List<String> into) {
        for (int i = 0; i < batch.size(); i++) {
            into.add(batch.position(i) + " " + new String(batch.copy(i), StandardCharsets.UTF_8));
        }
    }

    public void until(BooleanSupplier condition, Most most) {
        long deadline = System.nanoTime() + SourceReader.PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not so after " + SourceReader.PATIENCE + "; read " + all().size()
                        + " records, " + read + ", " + progress + ", notices " + notices);
            }
            round(most);
        }
    }

    public RangeDriver untilProgress(Progress wanted, Most most) {
        round(most);
        until(() -> !progress.isEmpty() && progress.stream().allMatch(wanted::equals), most);
        return this;
    }

    @Override
    public void close() {
        readers.values().forEach(RangeReader::close);
        planner.close();
    }
}
