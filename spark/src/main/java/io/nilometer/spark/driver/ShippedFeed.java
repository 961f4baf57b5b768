package io.nilometer.spark.driver;

import io.nilometer.api.Range;
import io.nilometer.api.RangePlanner;
import io.nilometer.api.RecordBatch;
import io.nilometer.api.Source;
import io.nilometer.api.Source.PartitionStatus;
import io.nilometer.api.Source.Progress;
import io.nilometer.spark.batch.ShippedRecords;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A source that only this process can read: its records travel with the work. */
final class ShippedFeed implements Feed {

    private static final Duration NO_WAIT = Duration.ZERO;
    private static final byte[] NOTHING = new byte[0];

    private final Source source;
    private final Map<String, Held> held = new HashMap<>();

    /** The records of the latest range of a partition. */
    private record Held(String from, String to, byte[] records) {}

    ShippedFeed(Source source) {
        this.source = source;
    }

    @Override
    public void open(Map<String, String> resume) {
        source.open(resume);
    }

    @Override
    public List<Range> next(Map<String, String> read, RangePlanner.Most most) {
        Map<String, List<RecordBatch>> arrived = new LinkedHashMap<>();
        long[] counts = new long[3];
        do {
            counts[2] = 0;
            source.poll(
                    batch -> {
                        arrived.computeIfAbsent(batch.partition().name(), first -> new ArrayList<>())
                                .add(batch);
                        counts[0] += batch.size();
                        counts[1] += batch.bytes();
                        counts[2]++;
                    },
                    NO_WAIT);
        } while (counts[2] > 0 && counts[0] < most.records() && counts[1] < most.bytes());
        List<Range> ranges = new ArrayList<>();
        for (PartitionStatus status : source.partitions()) {
            String name = status.partition().name();
            List<RecordBatch> batches = arrived.getOrDefault(name, List.of());
            String from = batches.isEmpty() ? status.resume() : read.getOrDefault(name, "");
            String to = batches.isEmpty()
                    ? status.resume()
                    : batches.get(batches.size() - 1).resume();
            if (!batches.isEmpty()) {
                held.put(name, new Held(from, to, ShippedRecords.write(batches)));
            }
            boolean more = !to.equals(status.resume());
            ranges.add(
                    new Range(status.partition(), from, to, more ? Progress.BACKLOG : status.progress(), status.lag()));
        }
        return ranges;
    }

    @Override
    public boolean ships() {
        return true;
    }

    @Override
    public byte[] records(String partition, String from, String to) {
        Held latest = held.get(partition);
        return latest != null && latest.from.equals(from) && latest.to.equals(to) ? latest.records : NOTHING;
    }

    @Override
    public void wakeUp() {
        source.wakeUp();
    }

    @Override
    public void close() {
        source.close();
    }
}
