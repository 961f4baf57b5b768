package io.nilometer.core.aggregate;

/**
 * What a scan shares with its accumulators beside the row: where the event at hand stands in the order of all events (time,
 * then partition, then position), and the numbers of distinct values. Mutable, reused.
 */
public final class EventOrder {
    public long timeMicros;
    public long partitionOrder;
    public long position;
    /** Counts the events of one record, from 0. */
    public int index;

    final ValueNumbers values = new ValueNumbers();

    /** All cells of the scan have been written and cleared: what was numbered for them may go. */
    public void cleared() {
        values.cleared();
    }
}
