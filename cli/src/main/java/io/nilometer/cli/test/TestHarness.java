package io.nilometer.cli.test;

import io.nilometer.api.Relation;
import io.nilometer.api.Row;
import io.nilometer.core.program.Program;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A pipeline on an engine whose batches and clock are in the hands of a test. Sources and outputs of the pipeline are not
 * opened. Calls come from one thread: {@link #feed} and {@link #pass} in any order, then {@link #finish}, at last
 * {@link #close}.
 */
public interface TestHarness extends AutoCloseable {

    /** Makes harnesses. */
    @FunctionalInterface
    interface Factory {
        /** @param now the wall clock at the start; empty means that the test does not care */
        TestHarness open(Program program, Optional<Instant> now);
    }

    /** Takes these records, by source stream, as one batch. */
    void feed(Map<String, List<Input>> records);

    /** Moves the wall clock and lets what depends on it happen. */
    void pass(Duration time);

    /** Ends all inputs, closes everything that is open, and gives what came out. */
    Outcome finish();

    @Override
    void close();

    /**
     * A record.
     *
     * @param partition number of the partition it comes from; records of one stream and partition are in order
     * @param topic empty means the stream's first
     */
    record Input(byte[] bytes, int partition, Optional<String> topic, byte @Nullable [] key) {}

    /**
     * What came out.
     *
     * @param outputs by name: every metric's and join's final rows, the events of streams that some output reads, and
     *     {@code alerts}, {@code rejected}, {@code late}; outputs without rows are there too
     * @param ledger as {@code ledger.json} shows it
     */
    record Outcome(Map<String, Output> outputs, Map<String, Map<String, Object>> ledger) {}

    record Output(Relation relation, List<Row> rows) {}
}
