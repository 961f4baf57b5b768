package io.nilometer.spark.driver;

import io.nilometer.api.NilometerException;
import io.nilometer.api.Sink;
import io.nilometer.core.deliver.Delivery;
import io.nilometer.core.deliver.RowCodec;
import io.nilometer.core.deliver.WantedRows;
import io.nilometer.core.merge.Results;
import io.nilometer.core.merge.StateLimit;
import io.nilometer.core.program.Program;
import io.nilometer.core.run.OverflowNotice;
import io.nilometer.core.run.Standing;
import io.nilometer.core.scan.ScannedRows;
import io.nilometer.core.time.PartitionClock;
import io.nilometer.spark.batch.BatchOffset;
import io.nilometer.spark.batch.Block;
import io.nilometer.spark.batch.Merged;
import io.nilometer.spark.batch.Scanned;
import io.nilometer.spark.checkpoint.BatchFiles;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Dataset;
import scala.Tuple2;

/**
 * Takes in what came of a batch: one action, one file, then the rows go to delivery. On the query's thread.
 */
public final class BatchEnd implements VoidFunction2<Dataset<Tuple2<Integer, byte[]>>, Long> {

    private static final long serialVersionUID = 1L;

    private final Program program;
    private final BatchPlanner planner;
    private final Course course;
    private final BatchFiles files;
    private final Delivery delivery;
    private final Set<String> relationsWanted;
    private final OverflowNotice overflow;
    private final Consumer<Timing> done;

    /** Where a batch's time went, in nanoseconds; of executors, the sum over all tasks. */
    public record Timing(
            long records, long wall, long read, long scan, long merge, long state, long commit, int rebuilt) {}

    public BatchEnd(
            Program program,
            BatchPlanner planner,
            Course course,
            BatchFiles files,
            Delivery delivery,
            Set<String> relationsWanted,
            OverflowNotice overflow,
            Consumer<Timing> done) {
        this.program = program;
        this.planner = planner;
        this.course = course;
        this.files = files;
        this.delivery = delivery;
        this.relationsWanted = relationsWanted;
        this.overflow = overflow;
        this.done = done;
    }

    @Override
    public void call(Dataset<Tuple2<Integer, byte[]>> blocks, Long batch) {
        BatchOffset offset = planner.planned();
        if (offset.batch() != batch) {
            throw new IllegalStateException("Spark runs batch " + batch + ", planned was " + offset.batch());
        }
        List<Scanned> scanned = new ArrayList<>();
        List<Merged> merged = new ArrayList<>();
        for (Tuple2<Integer, byte[]> block : blocks.collectAsList()) {
            if (block._1() == Block.SCANNED) {
                scanned.add(Scanned.of(block._2(), program));
            } else {
                merged.add(Merged.of(block._2(), program));
            }
        }
        checkWhole(offset, scanned, merged);
        long collected = System.nanoTime();
        Standing before = course.read(offset.content().standing());
        Standing after = after(offset, before, scanned, merged);
        if (course.standing().batch() == batch) {
            checkSame(offset, after);
            // What was told first stands, also where the second time was not quite the same.
            course.take(course.standing(), before.clockMicros(), openUntil(merged), overflow(merged));
            return;
        }
        course.take(after, before.clockMicros(), openUntil(merged), overflow(merged));
        overflow.after(
                course.overflow().length > 0,
                StateLimit.bytes(program.pipeline().limits()));
        List<Sink.Rows> rows = rows(batch, offset.content().last(), scanned, merged);
        byte[] outbox = RowCodec.write(rows);
        if (!files.write(batch, new BatchFiles.BatchFile(course.toFile(), outbox))) {
            throw new NilometerException(
                    "checkpoint-in-use",
                    "batch " + batch + " has been written by another process",
                    "stop the other run on this checkpoint");
        }
        delivery.offer(batch, rows, outbox.length);
        long ended = System.nanoTime();
        measure(planner.plannedAt(), collected, ended, scanned, merged);
    }

    private Standing after(BatchOffset offset, Standing before, List<Scanned> scanned, List<Merged> merged) {
        Standing after = course.read(offset.content().standing());
        for (Scanned part : scanned) {
            String partition = part.status().partition().name();
            PartitionClock clock = after.scanning(part.source(), partition);
            clock.advance(part.firstMicros());
            clock.raise(part.clockMicros());
            clock.sawAhead(part.latestMicros());
            after.position(part.source(), partition, part.status().resume());
            after.progress(part.source(), partition, part.status().progress());
            after.note(part.source(), partition, part.status().notes());
            after.ledger().stream(part.result().stream()).add(part.result().ledger());
        }
        for (Merged shard : merged) {
            shard.output().notes().forEach(after::note);
            shard.notes().forEach(after::note);
        }
        if (!before.hasEnded()) {
            long[] open = openUntil(merged);
            after.endBatch(source -> open[source]);
        }
        return after;
    }

    /** What goes missing here would be missing for ever. */
    private void checkWhole(BatchOffset offset, List<Scanned> scanned, List<Merged> merged) {
        int shards = planner.recipe().shards();
        long named = merged.stream().mapToInt(Merged::shard).distinct().count();
        if (named != shards || merged.size() != shards) {
            throw new IllegalStateException(
                    "of " + shards + " shards, " + named + " gave " + merged.size() + " answers");
        }
        long expected = offset.content().ranges().stream()
                .map(range -> range.source() + " " + range.partition())
                .distinct()
                .count();
        if (scanned.size() != expected) {
            throw new IllegalStateException("of " + expected + " partitions, " + scanned.size() + " gave answers");
        }
    }

    /**
     * A batch that is run again must have read the same: the first time's rows may be with the outputs already. Records that
     * only the driver's process had are gone with it; that is what their source costs.
     */
    private void checkSame(BatchOffset offset, Standing after) {
        boolean shipped = offset.content().ranges().stream().anyMatch(BatchOffset.SourceRange::shipped);
        if (!shipped && after.records() != course.standing().records()) {
            throw new NilometerException(
                    "input-changed",
                    "batch " + after.batch() + " was run again after a failure and read "
                            + (after.records() - course.standing().records()) + " records more than before",
                    "leave files alone while they are read; start anew with --forget");
        }
    }

    private List<Sink.Rows> rows(long batch, boolean last, List<Scanned> scanned, List<Merged> merged) {
        List<Sink.Rows> all =
                new ArrayList<>(Results.of(merged.stream().map(Merged::output).toList(), batch));
        all.addAll(ScannedRows.of(program, scanned.stream().map(Scanned::result).toList()));
        return WantedRows.of(all, relationsWanted, course.standing().ledger(), last, batch);
    }

    private long[] openUntil(List<Merged> merged) {
        long[] open = new long[program.sources().size()];
        Arrays.fill(open, PartitionClock.UNKNOWN);
        for (Merged shard : merged) {
            for (int source = 0; source < open.length; source++) {
                open[source] = Math.max(open[source], shard.openUntil()[source]);
            }
        }
        return open;
    }

    private static byte[] overflow(List<Merged> merged) {
        int length = merged.stream().mapToInt(shard -> shard.overflow().length).sum();
        byte[] all = new byte[length];
        int at = 0;
        for (Merged shard : merged) {
            System.arraycopy(shard.overflow(), 0, all, at, shard.overflow().length);
            at += shard.overflow().length;
        }
        return all;
    }

    private void measure(long started, long collected, long ended, List<Scanned> scanned, List<Merged> merged) {
        long records = scanned.stream()
                .mapToLong(part -> part.result().ledger().readCount())
                .sum();
        planner.pace()
                .measured(records, scanned.stream().mapToLong(Scanned::bytes).sum(), ended - started);
        done.accept(new Timing(
                records,
                ended - started,
                scanned.stream().mapToLong(Scanned::readNanos).sum(),
                scanned.stream().mapToLong(Scanned::scanNanos).sum(),
                merged.stream().mapToLong(Merged::mergeNanos).sum(),
                merged.stream().mapToLong(Merged::stateNanos).sum(),
                ended - collected,
                (int) merged.stream().filter(Merged::rebuilt).count()));
    }
}
