package io.nilometer.spark.driver;

import io.nilometer.api.RangePlanner.Most;

/**
 * How large a batch may be. While there is a backlog, batches grow until one takes about two seconds: what Spark does for
 * every batch then costs little beside its records, and a batch that is run again does not take long.
 */
final class Pace {

    private static final long FIRST_RECORDS = 50_000;
    private static final long FEW_RECORDS = 2 * FIRST_RECORDS;
    private static final long MOST_RECORDS = 4_000_000;
    private static final long MOST_BYTES = 512L << 20;
    private static final double SECONDS = 2;
    private static final double MOST_GROWTH = 3;

    private double records = FIRST_RECORDS;
    private double bytesPerRecord = 1024;

    /** Of each of so many partitions with something to read. */
    Most most(int partitions) {
        double bounded = Math.min(records, MOST_BYTES / bytesPerRecord);
        long share = Math.max(1_000, (long) (bounded / Math.max(1, partitions)));
        return new Most(share, (long) Math.max(1 << 20, share * bytesPerRecord));
    }

    /**
     * Whether a batch can have so few records only that a task costs more than scanning its part of them: ranges are better
     * read together then.
     */
    boolean isSlow() {
        return records <= FEW_RECORDS;
    }

    /** A batch is done. */
    void measured(long readRecords, long readBytes, long nanos) {
        if (readRecords < 1_000) {
            return;
        }
        bytesPerRecord = Math.max(16, (double) readBytes / readRecords);
        double fitting = readRecords * SECONDS / (nanos / 1e9);
        records = Math.max(FIRST_RECORDS, Math.min(MOST_RECORDS, Math.min(fitting, records * MOST_GROWTH)));
    }
}
