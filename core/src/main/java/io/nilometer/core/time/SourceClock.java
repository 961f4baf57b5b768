package io.nilometer.core.time;

import io.nilometer.api.Source.Progress;
import io.nilometer.core.bytes.ByteReader;
import io.nilometer.core.bytes.ByteWriter;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The clock C of one source: the smallest clock of its active partitions, never going back.
 *
 * <p>A partition holds C while it has a backlog or was never read; at its end, when nothing new has come for
 * {@code idleAfter}, it is idle and holds nothing; one that has ended holds nothing either. A partition that comes back or
 * appears has its clock raised to C. When all are idle, C moves on with the wall clock, as far as is needed to close what
 * is open. A source's note (a partition without a name) holds C while there is something to read that belongs to no
 * partition yet. With time by arrival, C is the batch's wall clock.
 */
public final class SourceClock {

    /** Beyond all times: the source has ended, everything closes. */
    public static final long ENDED = Long.MAX_VALUE;

    /** Not a partition: its progress is that of the source's note, its clock the largest of the partitions forgotten. */
    private static final String NOTE = "";

    private final boolean arrival;
    private final long idleAfterMicros;
    private final Map<String, Partition> partitions = new TreeMap<>();
    private long clock = PartitionClock.UNKNOWN;
    private int appeared;
    private long latestBefore = PartitionClock.UNKNOWN;
    private long wholeFrom = PartitionClock.UNKNOWN;
    private long allIdleSince = PartitionClock.UNKNOWN;
    private long clockWhenAllIdle = PartitionClock.UNKNOWN;

    /** What is known of a partition beside its clock. */
    private static final class Partition {
        final PartitionClock clock = new PartitionClock();
        long lastDataMicros;
        long midwaySince = PartitionClock.UNKNOWN;
        Progress progress = Progress.BACKLOG;
        boolean idle;

        boolean holds() {
            return !idle && progress != Progress.ENDED;
        }
    }

    public SourceClock(boolean arrival, long idleAfterMicros) {
        this.arrival = arrival;
        this.idleAfterMicros = idleAfterMicros;
    }

    /**
     * The clock of a partition whose records are about to be scanned; made when the partition is new. Raises it to C when the
     * partition is new or was idle.
     */
    public PartitionClock scanning(String partition, long wallMicros) {
        Partition found = partition(partition, wallMicros);
        if (found.idle) {
            found.idle = false;
            raise(found);
        }
        found.lastDataMicros = wallMicros;
        return found.clock;
    }

    /** Says how far a partition has been read by the end of a batch. */
    public void progress(String partition, Progress progress, long wallMicros) {
        Partition found = partition(partition, wallMicros);
        if (progress == Progress.BACKLOG && found.idle) {
            found.idle = false;
            found.lastDataMicros = wallMicros;
            raise(found);
        }
        if (progress == Progress.AT_END && found.progress == Progress.BACKLOG) {
            // Until now nobody knew what was waiting: the silence begins here, not with the last record.
            found.lastDataMicros = wallMicros;
        }
        found.progress = progress;
    }

    /** Reading of a partition begins behind records that are not read; said until its first records are read. */
    public void beginsMidway(String partition, long wallMicros) {
        Partition found = partition(partition, wallMicros);
        if (found.midwaySince == PartitionClock.UNKNOWN) {
            found.midwaySince = wallMicros;
        }
    }

    /**
     * Windows that begin before this moment may lack records that were there before reading began: the largest first event
     * time of the partitions that begin midway, each at most the wall clock of then.
     */
    public long wholeFromMicros() {
        return arrival ? PartitionClock.UNKNOWN : wholeFrom;
    }

    private void findWholeFrom() {
        for (Partition partition : partitions.values()) {
            long first = partition.clock.firstMicros();
            if (partition.midwaySince != PartitionClock.UNKNOWN && first != PartitionClock.UNKNOWN) {
                wholeFrom = Math.max(wholeFrom, Math.min(first, partition.midwaySince));
                partition.midwaySince = PartitionClock.UNKNOWN;
            }
        }
    }

    /** How many partitions have appeared, since this was asked last, when C was known: theirs were raised to it. */
    public int takeAppeared() {
        int count = appeared;
        appeared = 0;
        return count;
    }

    /** A partition has ended and will not come again: only how far it came is remembered. */
    public void forget(String partition) {
        Partition gone = partitions.remove(partition);
        if (gone != null) {
            latestBefore = Math.max(latestBefore, gone.clock.latestMicros());
            Partition note = partitions.computeIfAbsent(NOTE, name -> new Partition());
            note.clock.raise(gone.clock.micros());
        }
    }

    /**
     * Moves C at the end of a batch.
     *
     * @param wallMicros the batch's wall clock
     * @param openUntilMicros asked only when all partitions are idle: the C that would close everything that is open; {@link PartitionClock#UNKNOWN} when nothing is
     * @return how many partitions have become idle with this batch
     */
    public int endBatch(long wallMicros, LongSupplier openUntilMicros) {
        findWholeFrom();
        if (!partitions.isEmpty() && partitions.values().stream().allMatch(p -> p.progress == Progress.ENDED)) {
            clock = ENDED;
            return 0;
        }
        if (arrival) {
            clock = Math.max(clock, wallMicros);
            return 0;
        }
        int newlyIdle = 0;
        long smallest = ENDED;
        long largest = PartitionClock.UNKNOWN;
        boolean allIdle = true;
        for (Map.Entry<String, Partition> entry : partitions.entrySet()) {
            Partition partition = entry.getValue();
            if (entry.getKey().equals(NOTE)) {
                boolean holds = partition.progress == Progress.BACKLOG;
                partition.idle = isIdle(partition, wallMicros);
                smallest = holds ? PartitionClock.UNKNOWN : smallest;
                allIdle &= !holds;
                largest = Math.max(largest, partition.clock.micros());
                continue;
            }
            boolean idle = isIdle(partition, wallMicros);
            newlyIdle += idle && !partition.idle ? 1 : 0;
            partition.idle = idle;
            if (partition.holds()) {
                smallest = Math.min(smallest, partition.clock.micros());
                allIdle = false;
            }
            largest = Math.max(largest, partition.clock.micros());
        }
        if (!allIdle) {
            allIdleSince = PartitionClock.UNKNOWN;
            clock = Math.max(clock, smallest);
        } else if (largest != PartitionClock.UNKNOWN) {
            moveWhileAllIdle(wallMicros, Math.max(clock, largest), openUntilMicros.getAsLong());
        }
        return newlyIdle;
    }

    /** Whether {@link #endBatch} at this time would make a partition idle. */
    public boolean idleIsDue(long wallMicros) {
        return !arrival
                && partitions.entrySet().stream()
                        .anyMatch(entry -> !entry.getKey().equals(NOTE)
                                && !entry.getValue().idle
                                && isIdle(entry.getValue(), wallMicros));
    }

    private boolean isIdle(Partition partition, long wallMicros) {
        return partition.progress == Progress.AT_END && wallMicros - partition.lastDataMicros >= idleAfterMicros;
    }

    /** Whether no partition holds C: all are idle, and not all have ended. */
    public boolean isIdle() {
        return !arrival
                && !hasEnded()
                && !partitions.isEmpty()
                && partitions.entrySet().stream().noneMatch(entry -> holds(entry.getKey(), entry.getValue()));
    }

    /** The note holds C while something waits, or as long as partitions may still appear for the first time. */
    private boolean holds(String name, Partition partition) {
        return name.equals(NOTE) && partitions.size() > 1 ? partition.progress == Progress.BACKLOG : partition.holds();
    }

    /** Moves C forward to that of other sources, which an idle one does not hold back; never back. */
    public void follow(long otherMicros) {
        clock = Math.max(clock, otherMicros);
    }

    /** Ends the source: C passes all times. */
    public void end() {
        findWholeFrom();
        clock = ENDED;
    }

    public boolean hasEnded() {
        return clock == ENDED;
    }

    /** C in microseconds; {@link PartitionClock#UNKNOWN} before all active partitions have had an event. */
    public long micros() {
        return clock;
    }

    /** The largest event time of all partitions that there ever were, or {@link PartitionClock#UNKNOWN}. */
    public long latestMicros() {
        long latest = latestBefore;
        for (Partition partition : partitions.values()) {
            latest = Math.max(latest, partition.clock.latestMicros());
        }
        return latest;
    }

    /** The clock of a partition, or {@link PartitionClock#UNKNOWN}. */
    public long micros(String partition) {
        Partition found = partitions.get(partition);
        return found == null ? PartitionClock.UNKNOWN : found.clock.micros();
    }

    /** How far a partition has been read, or null when it is not known. */
    public @Nullable Progress progress(String partition) {
        Partition found = partitions.get(partition);
        return found == null ? null : found.progress;
    }

    public void write(ByteWriter out) {
        out.writeLong(clock);
        out.writeLong(allIdleSince);
        out.writeLong(clockWhenAllIdle);
        out.writeLong(latestMicros());
        out.writeLong(wholeFrom);
        out.writeUnsigned(partitions.size());
        partitions.forEach((name, partition) -> {
            out.writeText(name);
            out.writeLong(partition.clock.micros());
            out.writeLong(partition.lastDataMicros);
            out.writeLong(partition.midwaySince);
            out.writeByte(partition.progress.ordinal());
            out.writeBoolean(partition.idle);
        });
    }

    /** Takes over what {@link #write} wrote. */
    public void read(ByteReader in) {
        clock = in.readLong();
        allIdleSince = in.readLong();
        clockWhenAllIdle = in.readLong();
        latestBefore = in.readLong();
        wholeFrom = in.readLong();
        partitions.clear();
        int count = in.readLength();
        for (int i = 0; i < count; i++) {
            String name = in.readText();
            Partition partition = new Partition();
            partition.clock.raise(in.readLong());
            partition.lastDataMicros = in.readLong();
            partition.midwaySince = in.readLong();
            partition.progress = Progress.values()[in.readByte()];
            partition.idle = in.readBoolean();
            partitions.put(name, partition);
        }
    }

    private void moveWhileAllIdle(long wallMicros, long reached, long openUntilMicros) {
        if (allIdleSince == PartitionClock.UNKNOWN) {
            allIdleSince = wallMicros;
            clockWhenAllIdle = reached;
        }
        long elapsed = clockWhenAllIdle + (wallMicros - allIdleSince);
        clock = Math.max(reached, Math.min(elapsed, Math.max(openUntilMicros, reached)));
    }

    private Partition partition(String name, long wallMicros) {
        Partition found = partitions.get(name);
        if (found == null) {
            found = new Partition();
            found.lastDataMicros = wallMicros;
            partitions.put(name, found);
            if (!name.equals(NOTE)) {
                appeared += clock != PartitionClock.UNKNOWN && clock != ENDED && !arrival ? 1 : 0;
                raise(found);
            }
        }
        return found;
    }

    private void raise(Partition partition) {
        if (clock != PartitionClock.UNKNOWN && clock != ENDED) {
            partition.clock.raise(clock);
        }
    }
}
