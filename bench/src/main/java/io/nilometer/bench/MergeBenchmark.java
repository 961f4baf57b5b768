package io.nilometer.bench;

import io.nilometer.core.merge.MergeOutput;
import io.nilometer.core.merge.MergeShard;
import io.nilometer.core.program.Program;
import io.nilometer.core.scan.SourceScanner;
import io.nilometer.core.time.PartitionClock;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
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

/** What an event costs in merge, on one thread: batches follow each other in event time, so that windows open and close. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 1, time = 4)
@Measurement(iterations = 3, time = 4)
@Fork(1)
@OperationsPerInvocation(ScanInput.EVENTS)
public class MergeBenchmark {

    /** As many as it takes to have all windows of the pipeline open and some closed. */
    private static final int BATCHES = 24;

    /** The event time of a batch: the wall clock goes with it, or its records would be rejected as ahead of it. */
    private static final long BATCH_MICROS = ScanInput.EVENTS * 1_000_000L / LogEvents.PER_SECOND;

    private final List<byte[][]> blocks = new ArrayList<>();
    private final List<Long> clocks = new ArrayList<>();
    private final Program program;
    private MergeShard shard;
    private int next;

    /** Compiles the pipeline. */
    public MergeBenchmark() {
        try {
            program = ScanInput.logAnalysis();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        shard = new MergeShard(program, Set.of());
    }

    /** Scans the batches. */
    @Setup
    public void prepare() {
        SourceScanner scanner = new SourceScanner(program, program.sources().get(0), ScanBenchmark.settings(program));
        PartitionClock clock = new PartitionClock();
        LogEvents events = new LogEvents(1);
        for (int batch = 0; batch < BATCHES; batch++) {
            long wallMicros = ScanBenchmark.WALL_MICROS + BATCH_MICROS * batch;
            ScanInput.records(events, (long) batch * ScanInput.EVENTS)
                    .forEach(records -> scanner.scan(records, clock, wallMicros));
            blocks.add(scanner.finish().cells());
            clocks.add(clock.micros());
        }
    }

    /** Adds the cells of one batch to the state and closes windows. */
    @Benchmark
    public MergeOutput merge() {
        if (next == BATCHES) {
            next = 0;
            shard = new MergeShard(program, Set.of());
        }
        for (byte[] block : blocks.get(next)) {
            shard.add(block);
        }
        return shard.advance(new long[] {clocks.get(next++)}, new long[] {PartitionClock.UNKNOWN}, 0, false);
    }
}
