package io.nilometer.api;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Reads records. Calls come from one thread, in this order: {@link #open}, then {@link #poll}, {@link #partitions},
 * {@link #pause} in any order, at last {@link #close}; only {@link #wakeUp} may come from any thread.
 *
 * <p>A failure that may pass (a broker that is away) is retried inside, for ever, with growing pauses of at most 30 s,
 * and told through {@link SourceContext#notice}; a failure that will not pass is thrown as {@link NilometerException}.
 */
public interface Source extends AutoCloseable {

    /** A note: reading begins behind records that are not read. Windows that began before are partial; the ledger says nothing. */
    String BEGINS_MIDWAY = "begins_midway";

    /**
     * Makes ready to read.
     *
     * @param resume by partition name, the {@link RecordBatch#resume} of the last committed batch (or the start position
     *     that {@link #partitions} gave then); empty at the first start. Partitions that are not in it start where the
     *     options say, but a partition that appeared after the first start is read from its beginning.
     */
    void open(Map<String, String> resume);

    /**
     * Hands over what has arrived, one or more batches per partition in order, and returns; waits up to {@code wait} when
     * there is nothing. A batch holds at most a few thousand records.
     */
    void poll(Consumer<RecordBatch> out, Duration wait);

    /** All partitions known now, also those without data, perhaps with a {@link PartitionId#NOTE}. Cheap. */
    List<PartitionStatus> partitions();

    /** Stops reading these partitions, and reads all others (again). */
    void pause(Collection<PartitionId> partitions);

    /** Makes a waiting {@link #poll} return at once. */
    void wakeUp();

    @Override
    void close();

    /**
     * @param resume where reading goes on: after the records handed over so far
     * @param progress whether there is more to read
     * @param lag records (or bytes, for files) known to be waiting; -1 when unknown
     * @param notes what weakens a promise, such as {@code lost} with the number of records that were gone before they were read;
     *     counted since the source was opened, or in the range of a {@link RangeReader}
     */
    record PartitionStatus(PartitionId partition, String resume, Progress progress, long lag, Map<String, Long> notes) {

        public PartitionStatus {
            notes = Map.copyOf(notes);
        }

        /** One of which there is nothing to note. */
        public PartitionStatus(PartitionId partition, String resume, Progress progress, long lag) {
            this(partition, resume, progress, lag, Map.of());
        }

        /** The same of a reader that reads on elsewhere. */
        public PartitionStatus at(String otherResume, Progress otherProgress) {
            return new PartitionStatus(partition, otherResume, otherProgress, lag, notes);
        }
    }

    /** How far a partition has been read. */
    enum Progress {
        /** There is more to read, or it has not been read yet. */
        BACKLOG,
        /** At its end for now; more may come. */
        AT_END,
        /** At its end for good: a bounded input that has been read whole. */
        ENDED,
        /**
         * At its end for good, and the source knows that without the engine's help: position and clock are dropped. Said
         * after one poll, then the partition is not named any more.
         */
        GONE;

        /** Whether nothing will ever come again. */
        public boolean isEnded() {
            return this == ENDED || this == GONE;
        }
    }
}
