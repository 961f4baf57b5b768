package io.nilometer.core.aggregate;

import io.nilometer.api.PartitionId;

/** Where the event at hand stands in the order of all events: time, then partition, then position. Mutable, reused. */
public final class EventOrder {

    private static final PartitionId NOWHERE = new PartitionId("", 0);

    public long timeMicros;
    public PartitionId partition = NOWHERE;
    public long position;
    /** Counts the events of one record, from 0. */
    public int index;
}
