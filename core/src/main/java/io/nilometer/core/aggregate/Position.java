package io.nilometer.core.aggregate;

import io.nilometer.core.bytes.ByteReader;
import io.nilometer.core.bytes.ByteWriter;
import java.util.Comparator;

/** Where an event stood: what is kept of an {@link EventOrder}. */
record Position(long time, long partition, long position, int index) implements Comparable<Position> {

    private static final Comparator<Position> ORDER = Comparator.comparingLong(Position::time)
            .thenComparingLong(Position::partition)
            .thenComparingLong(Position::position)
            .thenComparingInt(Position::index);

    static Position of(EventOrder order) {
        return new Position(order.timeMicros, order.partitionOrder, order.position, order.index);
    }

    static Position read(ByteReader in) {
        return new Position(in.readSigned(), in.readSigned(), in.readSigned(), in.readLength());
    }

    void write(ByteWriter out) {
        out.writeSigned(time);
        out.writeSigned(partition);
        out.writeSigned(position);
        out.writeUnsigned(index);
    }

    @Override
    public int compareTo(Position other) {
        return ORDER.compare(this, other);
    }
}
