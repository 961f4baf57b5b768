package io.nilometer.connectors.line;

import io.nilometer.api.NilometerException;
import io.nilometer.api.PartitionId;
import io.nilometer.api.RecordBatch;
import io.nilometer.api.Source.PartitionStatus;
import io.nilometer.api.Source.Progress;
import io.nilometer.api.SourceContext;
import io.nilometer.connectors.pace.Wake;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One partition of lines that threads of a source read from streams that can only be waited for. It holds a few blocks;
 * when nobody polls, reading stops. Positions count the lines.
 */
public final class LineInbox {

    private static final int BLOCKS = 16;
    private static final int BYTES_AT_ONCE = 1 << 17;
    private static final LineBlock NOTHING = new LineBlock();

    private final PartitionId partition;
    private final int maxRecordBytes;
    private final Charset encoding;
    private final BlockingQueue<LineBlock> blocks = new ArrayBlockingQueue<>(BLOCKS);
    private final Wake wake = new Wake();
    private long next;
    private boolean paused;
    private volatile boolean ended;
    private volatile @Nullable NilometerException failure;

    public LineInbox(String partition, SourceContext context) {
        this.partition = new PartitionId(partition, 0);
        this.maxRecordBytes = context.maxRecordBytes();
        this.encoding = context.encoding();
    }

    /** Counts on from where the last run was. */
    public void resume(Map<String, String> from) {
        String at = from.get(partition.name());
        next = at == null ? 0 : Long.parseLong(at);
    }

    /** Reads a stream of lines to its end; called by the thread that may wait for it. */
    public void readFrom(InputStream in) throws IOException, InterruptedException {
        readFrom(in, new LineSplitter(maxRecordBytes, encoding, BYTES_AT_ONCE));
    }

    /** Reads a stream to its end, cut into records in another way. */
    public void readFrom(InputStream in, RecordCutter splitter) throws IOException, InterruptedException {
        while (splitter.fill(in::read, Long.MAX_VALUE) >= 0) {
            boolean all;
            do {
                LineBlock block = new LineBlock();
                all = splitter.split(block, LineBlock.MOST_LINES);
                put(block);
            } while (!all);
        }
        LineBlock last = new LineBlock();
        splitter.finish(last);
        put(last);
    }

    private void put(LineBlock block) throws InterruptedException {
        if (!block.isEmpty()) {
            blocks.put(block);
        }
    }

    /** Nothing will come any more; called after the last {@link #readFrom}. */
    public void end() {
        ended = true;
        wakeUp();
    }

    /** Nothing will come any more because of this, which the next {@link #poll} throws. */
    public void fail(NilometerException reason) {
        failure = reason;
        wakeUp();
    }

    public void poll(Consumer<RecordBatch> out, Duration wait) {
        NilometerException reason = failure;
        if (reason != null && blocks.stream().allMatch(LineBlock::isEmpty)) {
            throw reason;
        }
        if (paused || hasEnded()) {
            wake.await(wait);
            return;
        }
        try {
            LineBlock block = blocks.poll(wait.toNanos(), TimeUnit.NANOSECONDS);
            for (int i = 0; block != null && i < BLOCKS; i++) {
                if (!block.isEmpty()) {
                    RecordBatch batch = block.batch(partition, next);
                    next += batch.size();
                    out.accept(batch);
                }
                block = i < BLOCKS - 1 ? blocks.poll() : null;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    public List<PartitionStatus> status() {
        Progress progress = hasEnded() ? Progress.ENDED : blocks.isEmpty() ? Progress.AT_END : Progress.BACKLOG;
        return List.of(new PartitionStatus(partition, Long.toString(next), progress, -1));
    }

    private boolean hasEnded() {
        return ended && blocks.isEmpty();
    }

    public void pause(Collection<PartitionId> partitions) {
        paused = partitions.contains(partition);
    }

    public void wakeUp() {
        wake.up();
        // When there is no room for it, nobody waits.
        blocks.offer(NOTHING);
    }
}
