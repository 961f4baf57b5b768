package io.nilometer.bench;

import io.nilometer.api.Decoder;
import io.nilometer.api.FieldType;
import io.nilometer.api.RecordBatch;
import io.nilometer.core.bytes.ByteWriter;
import io.nilometer.core.program.Program;
import io.nilometer.core.program.SourceProgram;
import io.nilometer.core.program.StreamNode;
import io.nilometer.core.row.EventRow;
import io.nilometer.core.row.KeyCodec;
import io.nilometer.core.row.KeyHash;
import io.nilometer.core.scan.ScanResult;
import io.nilometer.core.scan.ScanSettings;
import io.nilometer.core.scan.SlowRecords;
import io.nilometer.core.scan.SourceScanner;
import io.nilometer.core.state.StateLayout;
import io.nilometer.core.time.PartitionClock;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What an event costs in the scan, part by part, on one thread: each benchmark does what the one before does, and more. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 3, time = 2)
@Fork(1)
@OperationsPerInvocation(ScanInput.EVENTS)
public class ScanBenchmark {

    private static final int SHARDS = 2;
    static final long WALL_MICROS = 1_767_225_600_000_000L;

    private final PartitionClock clock = new PartitionClock();
    private final PartitionClock numericClock = new PartitionClock();
    private final List<Key> keys = new ArrayList<>();
    private List<RecordBatch> records = List.of();
    private Decoder decoder = (buffer, offset, length, row) -> null;
    private EventRow row = new EventRow(List.of());
    private int timeSlot;
    private SourceScanner scanner;
    private SourceScanner numericScanner;

    private record Key(KeyCodec codec, int[] slots, ByteWriter bytes) {}

    /** Makes programs, records and scanners. */
    public ScanBenchmark() {
        Program numeric = ScanInput.numeric();
        numericScanner = new SourceScanner(numeric, numeric.sources().get(0), settings(numeric));
        scanner = numericScanner;
    }

    /** Compiles the pipeline and makes the records. */
    @Setup
    public void prepare() throws IOException {
        Program program = ScanInput.logAnalysis();
        SourceProgram source = program.sources().get(0);
        records = ScanInput.records(new LogEvents(1), 0);
        decoder = source.decoder().make();
        row = new EventRow(source.slots());
        timeSlot = source.time().slot();
        scanner = new SourceScanner(program, source, settings(program));
        Map<String, int[]> distinct = new LinkedHashMap<>();
        for (StreamNode.Feed feed : source.root().feeds()) {
            distinct.put(java.util.Arrays.toString(feed.keySlots()), feed.keySlots());
        }
        distinct.values()
                .forEach(slots -> keys.add(new Key(new KeyCodec(types(source, slots)), slots, new ByteWriter(64))));
    }

    /** Finds the fields and reads their values. */
    @Benchmark
    public long decode() {
        long sum = 0;
        for (RecordBatch batch : records) {
            for (int record = 0; record < batch.size(); record++) {
                decode(batch, record);
                sum += row.isNullAt(timeSlot) ? 0 : 1;
            }
        }
        return sum;
    }

    /** And encodes and hashes the keys of all groupings. */
    @Benchmark
    public long decodeAndKeys() {
        long sum = 0;
        for (RecordBatch batch : records) {
            for (int record = 0; record < batch.size(); record++) {
                decode(batch, record);
                for (Key key : keys) {
                    key.bytes.reset();
                    key.codec.encode(row, key.slots, key.bytes);
                    sum += KeyHash.of(key.bytes.array(), 0, key.bytes.size());
                }
            }
        }
        return sum;
    }

    /** The whole scan of a pipeline that counts, adds and compares numbers by one key. */
    @Benchmark
    public ScanResult scanNumeric() {
        records.forEach(batch -> numericScanner.scan(batch, numericClock, WALL_MICROS));
        return numericScanner.finish();
    }

    /** The whole scan of the log-analysis pipeline, cells written for merge. */
    @Benchmark
    public ScanResult scan() {
        records.forEach(batch -> scanner.scan(batch, clock, WALL_MICROS));
        return scanner.finish();
    }

    private void decode(RecordBatch batch, int record) {
        row.clear();
        String reason = decoder.decode(batch.buffer(record), batch.offset(record), batch.length(record), row);
        if (reason != null) {
            throw new IllegalStateException("a good record was rejected: " + reason);
        }
    }

    static ScanSettings settings(Program program) {
        return new ScanSettings(
                SHARDS, true, program.pipeline().limits().recordBytes(), SlowRecords.NONE, StateLayout.of(program));
    }

    private static List<FieldType> types(SourceProgram source, int[] slots) {
        List<FieldType> types = new ArrayList<>();
        for (int slot : slots) {
            types.add(source.slots().get(slot));
        }
        return types;
    }
}
