package io.nilometer.spark.driver;

import io.nilometer.api.Range;
import io.nilometer.api.RangePlanner;
import java.util.List;
import java.util.Map;

/** What the driver has to do with one source: planned in ranges, or read here and shipped. */
interface Feed extends AutoCloseable {

    /** See {@link RangePlanner#open}. */
    void open(Map<String, String> resume);

    /** See {@link RangePlanner#next}. */
    List<Range> next(Map<String, String> read, RangePlanner.Most most);

    /** Whether the ranges are of records that this process has read. */
    boolean ships();

    /**
     * The records of a range that {@link #next} gave, as {@link io.nilometer.spark.batch.ShippedRecords} writes them; none of
     * one that another process gave.
     */
    byte[] records(String partition, String from, String to);

    void wakeUp();

    @Override
    void close();
}
