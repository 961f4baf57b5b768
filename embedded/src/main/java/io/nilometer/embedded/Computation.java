package io.nilometer.embedded;

import io.nilometer.api.Sink;
import io.nilometer.api.Source.Progress;
import io.nilometer.core.bytes.ByteWriter;
import io.nilometer.core.ledger.Ledger;
import io.nilometer.core.merge.MergeOutput;
import io.nilometer.core.merge.MergeShard;
import io.nilometer.core.merge.Results;
import io.nilometer.core.merge.StateLimit;
import io.nilometer.core.program.Program;
import io.nilometer.core.run.Standing;
import io.nilometer.core.scan.ScanResult;
import io.nilometer.core.scan.ScanSettings;
import io.nilometer.core.scan.ScannedRows;
import io.nilometer.core.scan.SlowRecords;
import io.nilometer.core.state.StateLayout;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The computation of a program in one process, batch by batch, without sources, sinks or disk. One thread calls it; inside
 * it works on all of {@code threads}.
 */
public final class Computation implements AutoCloseable {

    private final Program program;
    private final long stateLimit;
    private final Threads threads;
    private final ScanSettings scan;
    private ScanWorkers scanners;
    private final List<MergeShard> shards = new ArrayList<>();
    private final Standing standing;

    /**
     * @param shards into how many parts the keys are divided; any number gives the same results
     * @param bounded whether the input has an end
     * @param updatesWanted metrics whose provisional results somebody wants
     */
    public record Settings(int threads, int shards, boolean bounded, Set<String> updatesWanted, SlowRecords slow) {

        /** Without records that are rejected unseen. */
        public Settings(int threads, int shards, boolean bounded, Set<String> updatesWanted) {
            this(threads, shards, bounded, updatesWanted, SlowRecords.NONE);
        }
    }

    public Computation(Program program, Settings settings) {
        this.program = program;
        stateLimit = StateLimit.bytes(program.pipeline().limits());
        // Compiled expressions read their settings from the thread that evaluates them.
        ZoneId zone = program.pipeline().timezone();
        this.threads = new Threads(settings.threads(), "nilometer-worker", zone);
        scan = new ScanSettings(
                settings.shards(),
                settings.bounded(),
                program.pipeline().limits().recordBytes(),
                settings.slow(),
                StateLayout.of(program));
        this.scanners = new ScanWorkers(program, scan, threads);
        for (int shard = 0; shard < settings.shards(); shard++) {
            shards.add(new MergeShard(program, settings.updatesWanted()));
        }
        standing = new Standing(program);
    }

    /** Takes a batch through scan and merge. */
    public BatchResult process(BatchInput input) {
        standing.next(input.wallMicros());
        long wallMicros = standing.wallMicros();
        long started = System.nanoTime();
        long[] before = clockMicros();
        boolean moved = takeProgress(input.progress());
        List<ScanWorkers.Task> tasks = new ArrayList<>();
        for (BatchInput.PartitionRecords records : input.records()) {
            String partition = records.partition().name();
            tasks.add(new ScanWorkers.Task(records, standing.scanning(records.source(), partition)));
            String resume = records.batches().get(records.batches().size() - 1).resume();
            moved |= standing.position(records.source(), partition, resume);
        }
        List<ScanResult> scanned = scanners.scan(tasks, wallMicros);
        long scanEnd = System.nanoTime();
        scanned.forEach(result -> ledger().stream(result.stream()).add(result.ledger()));
        limitState();
        threads.run(shards.size(), shard -> {
            scanned.forEach(result -> shards.get(shard).add(result.cells()[shard]));
            return shard;
        });
        moved |= forgetGone(input.progress());
        byte[] overflow = takeOverflow();
        byte[] increments = increments(scanned, overflow);
        moveClocks(input.end());
        List<MergeOutput> merged = threads.run(shards.size(), shard -> shards.get(shard)
                .advance(clockMicros(), standing.wholeFromMicros(), wallMicros, input.flush()));
        List<Sink.Rows> rows = new ArrayList<>(Results.of(merged, batch()));
        rows.addAll(ScannedRows.of(program, scanned));
        merged.forEach(output -> output.notes().forEach(standing::note));
        boolean changed = moved
                || input.flush()
                || !scanned.isEmpty()
                || !rows.isEmpty()
                || !java.util.Arrays.equals(before, clockMicros());
        BatchResult.Timing timing = new BatchResult.Timing(scanEnd - started, System.nanoTime() - scanEnd);
        return new BatchResult(batch(), input.flush(), rows, increments, changed, overflow.length > 0, timing);
    }

    /** Bytes of heap that the state takes, by a walk over all of it. */
    long heapBytes() {
        return shards.stream().mapToLong(MergeShard::heapBytes).sum();
    }

    /** Bytes of state beyond which new keys are counted together. */
    public long stateLimit() {
        return stateLimit;
    }

    /** The records that are being scanned, by worker; from any thread. */
    List<SlowRecords.@Nullable Place> scanning() {
        return scanners.now();
    }

    /** Where the run stands after the last batch. */
    public Standing standing() {
        return standing;
    }

    public long[] clockMicros() {
        return standing.clockMicros();
    }

    public Ledger ledger() {
        return standing.ledger();
    }

    /** The number of the last batch; -1 before the first. */
    public long batch() {
        return standing.batch();
    }

    /** The state of one bucket after the last batch. */
    public byte[] snapshot(int bucket) {
        return shards.get(bucket % shards.size()).snapshot(bucket);
    }

    /** Begins restoring a state, which has this layout. */
    public void goOn(StateLayout layout) {
        scanners = new ScanWorkers(
                program,
                new ScanSettings(scan.shards(), scan.bounded(), scan.maxRecordBytes(), scan.slow(), layout),
                threads);
        shards.forEach(shard -> shard.goOn(layout));
    }

    /** Takes over the snapshot of a bucket. */
    public void restore(int bucket, byte[] snapshot) {
        shards.get(bucket % shards.size()).restore(snapshot);
    }

    /** Adds the increments of a later batch; see {@link MergeShard#replay}. */
    public void replay(byte[] increments, long ofBatch, long[] asOf) {
        for (int shard = 0; shard < shards.size(); shard++) {
            shards.get(shard).replay(increments, ofBatch, asOf, owner(shard));
        }
    }

    /** Ends restoring. See {@link MergeShard#restored}. */
    public void restored(long[] closedMicros) {
        shards.forEach(shard -> shard.restored(closedMicros));
    }

    @Override
    public void close() {
        threads.close();
    }

    private boolean takeProgress(List<BatchInput.PartitionProgress> news) {
        boolean moved = false;
        for (BatchInput.PartitionProgress progress : news) {
            String partition = progress.partition().name();
            if (progress.progress() == Progress.GONE) {
                continue;
            }
            standing.progress(progress.source(), partition, progress.progress());
            moved |= standing.position(progress.source(), partition, progress.resume());
            standing.note(progress.source(), partition, progress.notes());
            moved |= !progress.notes().isEmpty();
        }
        return moved;
    }

    /** Only when its last records have been scanned. */
    private boolean forgetGone(List<BatchInput.PartitionProgress> news) {
        boolean moved = false;
        for (BatchInput.PartitionProgress progress : news) {
            moved |= progress.progress() == Progress.GONE
                    && standing.forget(progress.source(), progress.partition().name());
        }
        return moved;
    }

    private void moveClocks(boolean end) {
        if (end) {
            standing.end();
        } else {
            standing.endBatch(this::openUntil);
        }
    }

    private long openUntil(int source) {
        return shards.stream()
                .mapToLong(shard -> shard.openUntilMicros(source))
                .max()
                .orElseThrow();
    }

    /** Gives every shard its part of the room that is left; beyond it, new keys are counted together. */
    private void limitState() {
        long bytes = threads.run(shards.size(), shard -> shards.get(shard).measure(stateLimit / shards.size())).stream()
                .mapToLong(Long::longValue)
                .sum();
        shards.forEach(shard -> shard.room((stateLimit - bytes) / shards.size()));
    }

    /** Cells that found no room go to the shard of bucket 0, together. */
    private byte[] takeOverflow() {
        ByteWriter all = new ByteWriter(16);
        for (MergeShard shard : shards) {
            byte[] overflow = shard.takeOverflow(standing::note);
            all.writeRaw(overflow, 0, overflow.length);
        }
        byte[] overflow = all.toByteArray();
        shards.get(0).add(overflow);
        return overflow;
    }

    /** What a batch has added to the state: the scanned cells, unless some of them found no room. */
    private byte[] increments(List<ScanResult> scanned, byte[] overflow) {
        ByteWriter all =
                new ByteWriter(scanned.stream().mapToInt(ScanResult::bytes).sum());
        for (int index = 0; index < shards.size(); index++) {
            int shard = index;
            List<byte[]> cells =
                    scanned.stream().map(result -> result.cells()[shard]).toList();
            for (byte[] block :
                    overflow.length == 0 ? cells : List.of(shards.get(shard).taken(cells))) {
                all.writeRaw(block, 0, block.length);
            }
        }
        all.writeRaw(overflow, 0, overflow.length);
        return all.toByteArray();
    }

    private IntPredicate owner(int shard) {
        return bucket -> bucket % shards.size() == shard;
    }
}
