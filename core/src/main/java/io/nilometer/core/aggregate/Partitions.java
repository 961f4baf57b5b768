package io.nilometer.core.aggregate;

import io.nilometer.api.PartitionId;
import io.nilometer.core.bytes.ByteReader;
import io.nilometer.core.bytes.ByteWriter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The partitions of the positions in one state, written once in front of them. */
final class Partitions {

    private static final int REMEMBERED = 100_000;

    /** States that were read hold the same few objects. */
    private static final Map<PartitionId, PartitionId> KNOWN = new ConcurrentHashMap<>();

    private final List<PartitionId> all = new ArrayList<>();
    private final Map<PartitionId, Integer> numbers = new LinkedHashMap<>();

    private Partitions() {}

    /** Writes those that the positions have. */
    static Partitions write(Collection<Position> positions, ByteWriter out) {
        Partitions partitions = new Partitions();
        for (Position position : positions) {
            partitions.numbers.computeIfAbsent(position.partition(), fresh -> partitions.numbers.size());
        }
        out.writeUnsigned(partitions.numbers.size());
        partitions.numbers.keySet().forEach(partition -> write(partition, out));
        return partitions;
    }

    static Partitions read(ByteReader in) {
        Partitions partitions = new Partitions();
        for (int rest = in.readLength(); rest > 0; rest--) {
            partitions.all.add(readOne(in));
        }
        return partitions;
    }

    void write(Position position, ByteWriter out) {
        Integer number = numbers.get(position.partition());
        if (number == null) {
            throw new IllegalStateException(position + " was not among those written");
        }
        out.writeSigned(position.time());
        out.writeUnsigned(number);
        out.writeSigned(position.position());
        out.writeUnsigned(position.index());
    }

    Position readPosition(ByteReader in) {
        return new Position(in.readSigned(), all.get(in.readLength()), in.readSigned(), in.readLength());
    }

    static void write(PartitionId partition, ByteWriter out) {
        out.writeSigned(partition.order());
        out.writeText(partition.name());
    }

    static PartitionId readOne(ByteReader in) {
        long order = in.readSigned();
        PartitionId read = new PartitionId(in.readText(), order);
        if (KNOWN.size() > REMEMBERED) {
            KNOWN.clear();
        }
        PartitionId known = KNOWN.putIfAbsent(read, read);
        return known == null ? read : known;
    }
}
