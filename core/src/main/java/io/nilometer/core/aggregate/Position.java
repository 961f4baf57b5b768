package io.nilometer.core.aggregate;

import io.nilometer.api.PartitionId;
import java.util.Comparator;

/** Where an event stood: what is kept of an {@link EventOrder}. Written by way of {@link Partitions}. */
record Position(long time, PartitionId partition, long position, int index) implements Comparable<Position> {

    private static final Comparator<Position> ORDER = Comparator.comparingLong(Position::time)
            .thenComparing(Position::partition, Position::compare)
            .thenComparingLong(Position::position)
            .thenComparingInt(Position::index);

    static Position of(EventOrder order) {
        return new Position(order.timeMicros, order.partition, order.position, order.index);
    }

    /** Mostly they are the same. */
    static int compare(PartitionId one, PartitionId other) {
        return one == other ? 0 : one.compareTo(other);
    }

    @Override
    public int compareTo(Position other) {
        return ORDER.compare(this, other);
    }
}
