package io.nilometer.core.ledger;

import io.nilometer.api.PartitionId;
import io.nilometer.core.bytes.ByteReader;
import io.nilometer.core.bytes.ByteWriter;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * One value for each of several names: that of the smallest position, partitions in their order, so that it does not depend
 * on how the records were cut into batches.
 */
final class Examples {

    private final Map<String, Example> byName = new TreeMap<>();

    private record Example(PartitionId partition, long position, String text) {

        boolean isBefore(PartitionId otherPartition, long otherPosition) {
            int compared = partition.compareTo(otherPartition);
            return compared != 0 ? compared < 0 : position <= otherPosition;
        }
    }

    /** @param text asked only when there is none from before */
    void offer(String name, PartitionId partition, long position, Supplier<String> text) {
        Example known = byName.get(name);
        if (known == null || !known.isBefore(partition, position)) {
            byName.put(name, new Example(partition, position, text.get()));
        }
    }

    void add(Examples other) {
        other.byName.forEach((name, example) -> offer(name, example.partition, example.position, example::text));
    }

    void clear() {
        byName.clear();
    }

    Map<String, String> toMap() {
        Map<String, String> map = new TreeMap<>();
        byName.forEach((name, example) -> map.put(name, example.text));
        return map;
    }

    void write(ByteWriter out) {
        out.writeUnsigned(byName.size());
        byName.forEach((name, example) -> {
            out.writeText(name);
            out.writeText(example.partition.name());
            out.writeLong(example.partition.order());
            out.writeLong(example.position);
            out.writeText(example.text);
        });
    }

    void read(ByteReader in) {
        for (int i = in.readLength(); i > 0; i--) {
            byName.put(
                    in.readText(),
                    new Example(new PartitionId(in.readText(), in.readLong()), in.readLong(), in.readText()));
        }
    }
}
