package io.nilometer.core.aggregate;

/** Where the event at hand stands in the order of all events: time, then partition, then position. Mutable, reused. */
public final class EventOrder {
    public long timeMicros;
    public long partitionOrder;
    public long position;
    /** Counts the events of one record, from 0. */
    public int index;
}
