package io.nilometer.core.time;

/**
 * The largest acceptable event time seen in a partition. Scanned by one thread at a time; between batches it belongs to its
 * {@link SourceClock}.
 */
public final class PartitionClock {

    /** No event yet. */
    public static final long UNKNOWN = Long.MIN_VALUE;

    private long micros = UNKNOWN;
    private long first = UNKNOWN;
    private long latest = UNKNOWN;

    public long micros() {
        return micros;
    }

    /** An event moves it forward to this time; never back. */
    public void advance(long eventMicros) {
        if (eventMicros > micros) {
            if (first == UNKNOWN) {
                first = eventMicros;
            }
            micros = eventMicros;
        }
    }

    /** Moves forward to where the source has come; never back. */
    public void raise(long clockMicros) {
        micros = Math.max(micros, clockMicros);
    }

    /** The first event that has moved it, since it was made; {@link #UNKNOWN} before. */
    public long firstMicros() {
        return first;
    }

    /** An event has come that is further ahead than the clock follows. */
    public void sawAhead(long eventMicros) {
        latest = Math.max(latest, eventMicros);
    }

    /** The largest event time seen, also where the clock did not follow it; {@link #UNKNOWN} before the first. */
    public long latestMicros() {
        return Math.max(micros, latest);
    }

    /** How far event time is complete for an operator that allows this lateness; {@link #UNKNOWN} stays unknown. */
    public static long watermark(long clockMicros, long latenessMicros) {
        if (clockMicros == UNKNOWN || clockMicros == Long.MAX_VALUE) {
            return clockMicros;
        }
        return clockMicros - latenessMicros;
    }
}
