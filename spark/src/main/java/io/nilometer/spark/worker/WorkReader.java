package io.nilometer.spark.worker;

import io.nilometer.api.PartitionId;
import io.nilometer.api.Range;
import io.nilometer.api.RecordBatch;
import io.nilometer.api.Source.PartitionStatus;
import io.nilometer.api.Source.Progress;
import io.nilometer.core.compile.Compiler;
import io.nilometer.core.scan.ScanResult;
import io.nilometer.core.time.PartitionClock;
import io.nilometer.spark.batch.Block;
import io.nilometer.spark.batch.Recipe;
import io.nilometer.spark.batch.Scanned;
import io.nilometer.spark.batch.ShardKeys;
import io.nilometer.spark.batch.ShippedRecords;
import io.nilometer.spark.batch.Work;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.jspecify.annotations.Nullable;

/** Does one task's work: reads its shares of the records, scans them, and gives out blocks for the shards. */
public final class WorkReader implements PartitionReader<InternalRow> {

    private final Recipe recipe;
    private final Work work;
    private final int[] keys;
    private final Deque<InternalRow> blocks = new ArrayDeque<>();
    private @Nullable Iterator<Work.Share> left;
    private @Nullable InternalRow current;

    public WorkReader(Recipe recipe, Work work) {
        this.recipe = recipe;
        this.work = work;
        this.keys = ShardKeys.of(recipe.shards());
    }

    @Override
    public boolean next() {
        Iterator<Work.Share> shares = left;
        if (shares == null) {
            tick(blocks);
            shares = work.shares().iterator();
            left = shares;
        }
        // One after the other: the blocks of one are on their way before the next is read.
        while (blocks.isEmpty() && shares.hasNext()) {
            scan(shares.next(), blocks);
        }
        current = blocks.poll();
        return current != null;
    }

    @Override
    public InternalRow get() {
        return java.util.Objects.requireNonNull(current);
    }

    @Override
    public void close() {
        blocks.clear();
    }

    private void tick(Deque<InternalRow> out) {
        byte[] tick = work.tick();
        if (tick != null) {
            for (int key : keys) {
                out.add(block(key, Block.TICK, tick));
            }
        }
        if (work.overflow().length > 0) {
            out.add(block(keys[0], Block.CELLS, work.overflow()));
        }
    }

    private void scan(Work.Share share, Deque<InternalRow> out) {
        Programs.Held held = Programs.of(recipe);
        Scanned scanned = Compiler.within(held.program().pipeline().timezone(), () -> scan(share, held));
        byte[][] cells = scanned.result().cells();
        for (int shard = 0; shard < cells.length; shard++) {
            if (cells[shard].length > 0) {
                out.add(block(keys[shard], Block.CELLS, cells[shard]));
            }
        }
        int through = keys[Math.floorMod(share.partition().hashCode(), keys.length)];
        out.add(block(through, Block.SCANNED, scanned.toBytes(held.program())));
    }

    /** What is kept warm is kept only after all has gone well: after a failure it may hold half a batch. */
    private Scanned scan(Work.Share share, Programs.Held held) {
        WarmScan warm = WarmScan.take(recipe, share.source(), share.partition());
        boolean well = false;
        boolean ended = false;
        SlowScan watched = SlowScan.watch(recipe, warm.scanner);
        try {
            Scanned scanned = scan(share, warm);
            well = true;
            ended = scanned.status().progress().isEnded();
            return scanned;
        } finally {
            watched.close();
            if (ended) {
                warm.end();
            } else if (well) {
                warm.keep();
            } else {
                warm.close();
            }
        }
    }

    private Scanned scan(Work.Share share, WarmScan warm) {
        PartitionId partition = new PartitionId(share.partition(), share.order());
        PartitionClock clock = new PartitionClock();
        clock.raise(share.clockMicros());
        long[] counts = new long[2];
        long started = System.nanoTime();
        PartitionStatus status = read(share, partition, warm, batch -> {
            long began = System.nanoTime();
            warm.scanner.scan(batch, clock, work.wallMicros());
            counts[0] += System.nanoTime() - began;
            counts[1] += batch.bytes();
        });
        long began = System.nanoTime();
        ScanResult result = warm.scanner.finish();
        long ended = System.nanoTime();
        long scanNanos = counts[0] + ended - began;
        return new Scanned(
                share.source(),
                status,
                clock.micros(),
                clock.firstMicros(),
                clock.latestMicros(),
                result,
                counts[1],
                ended - started - scanNanos,
                scanNanos);
    }

    private static PartitionStatus read(
            Work.Share share, PartitionId partition, WarmScan warm, java.util.function.Consumer<RecordBatch> out) {
        Progress progress = Progress.valueOf(share.progress());
        byte[] shipped = share.records();
        if (shipped == null) {
            return warm.reader().read(new Range(partition, share.from(), share.to(), progress, share.lag()), out);
        }
        ShippedRecords.Reader records = new ShippedRecords.Reader(shipped, partition);
        for (RecordBatch batch = records.next(); batch != null; batch = records.next()) {
            out.accept(batch);
        }
        return new PartitionStatus(partition, share.to(), progress, share.lag());
    }

    private static InternalRow block(int key, int kind, byte[] body) {
        return new GenericInternalRow(new Object[] {key, kind, body});
    }
}
