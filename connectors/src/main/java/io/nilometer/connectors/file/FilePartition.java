package io.nilometer.connectors.file;

import io.nilometer.api.PartitionId;
import io.nilometer.api.RecordBatch;
import io.nilometer.api.Source.PartitionStatus;
import io.nilometer.api.Source.Progress;
import io.nilometer.api.SourceContext;
import io.nilometer.connectors.line.LineSplitter;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A file, with those rotated from it, as a partition. A record's position is the number of bytes of all lines before it in
 * this partition, so it grows over all files and is the byte offset when there is one file.
 */
final class FilePartition {

    private static final int RECORDS_PER_BATCH = 4096;
    private static final int LEAST_RECORDS = 16;
    private static final int LINES_PER_READ = 16 * RECORDS_PER_BATCH;

    /** What is read of a partition first: enough to know what time it is there. */
    private static final int LINES_PER_TASTE = 16;

    private static final long BYTES_PER_TASTE = 8 << 10;

    /** Of a line that is longer. */
    private static final long MOST_BYTES_PER_TASTE = 4 << 20;

    private final PartitionId id;
    private final FileQueue queue;
    private final LineSplitter splitter;
    private long total;
    private @Nullable TrackedFile current;
    private @Nullable RecordBatch batch;
    private RecordBatch.Origin origin = RecordBatch.Origin.NONE;
    private boolean atEnd;
    private boolean unsplit;
    private int lines;
    private int expected = LEAST_RECORDS;
    private long readInTurn;
    private @Nullable PartitionStatus status;

    private FilePartition(PartitionId id, FileQueue queue, LineSplitter splitter, long total) {
        this.id = id;
        this.queue = queue;
        this.splitter = splitter;
        this.total = total;
    }

    static FilePartition of(PartitionId id, FileQueue queue, SourceContext context, long total) {
        return new FilePartition(id, queue, new LineSplitter(context.maxRecordBytes(), context.encoding()), total);
    }

    PartitionId id() {
        return id;
    }

    /** Reads the first records. */
    void taste(Consumer<RecordBatch> out) {
        read(out, BYTES_PER_TASTE, LINES_PER_TASTE);
    }

    boolean read(Consumer<RecordBatch> out, long most) {
        return read(out, most, LINES_PER_READ);
    }

    /**
     * Reads about {@code most} bytes.
     *
     * @return whether there is something to tell: records, or the end
     */
    private boolean read(Consumer<RecordBatch> out, long most, int mostLines) {
        boolean hadEnded = ended();
        long bytes = 0;
        lines = 0;
        status = null;
        while (lines < mostLines && (bytes < most || lines == 0 && bytes < MOST_BYTES_PER_TASTE)) {
            TrackedFile file = unsplit ? current : queue.next();
            if (file == null) {
                atEnd = true;
                break;
            }
            atEnd = false;
            try {
                bytes +=
                        readSome(file, out, Long.MAX_VALUE, Math.max(most - bytes, BYTES_PER_TASTE), mostLines - lines);
            } catch (IOException e) {
                if (!queue.forgives(file, e)) {
                    throw FileErrors.unreadable(file.path(), e);
                }
                current = null;
                unsplit = false;
            }
        }
        flush(out);
        readInTurn += bytes;
        return lines > 0 || ended() != hadEnded;
    }

    /** Reads all lines whose position is before {@code end}, so that the bytes of the files alone decide which. */
    void readBefore(long end, Consumer<RecordBatch> out) {
        status = null;
        TrackedFile file = unsplit ? current : queue.next();
        while (file != null && total < end) {
            if (Thread.currentThread().isInterrupted()) {
                throw FileErrors.interrupted(file.path().toString(), null);
            }
            try {
                readSome(file, out, end, Long.MAX_VALUE, RECORDS_PER_BATCH);
            } catch (IOException e) {
                throw FileErrors.unreadable(file.path(), e);
            }
            file = unsplit ? current : queue.next();
        }
        flush(out);
    }

    /** The position after the last line handed over. */
    long total() {
        return total;
    }

    private long readSome(TrackedFile file, Consumer<RecordBatch> out, long end, long mostBytes, int mostLines)
            throws IOException {
        turnTo(file, out);
        LineSplitter.Lines add = (buffer, at, length, start, next) -> add(out, file, buffer, at, length, next - start);
        long left = queue.readable(file) - splitter.readPosition();
        int read = unsplit || left <= 0 ? 0 : splitter.fill(file.input(), Math.min(left, mostBytes));
        if (read > 0 && !queue.isAsRead(file)) {
            flush(out);
            current = null;
            queue.changed(file);
            return read;
        }
        if (unsplit || read > 0) {
            long before = end == Long.MAX_VALUE ? end : file.offset() + (end - total);
            unsplit = !splitter.split(add, Math.min(RECORDS_PER_BATCH, mostLines), before);
        } else {
            atLastByte(file, add, out);
        }
        file.readTo(splitter.readPosition());
        return Math.max(0, read);
    }

    private void atLastByte(TrackedFile file, LineSplitter.Lines add, Consumer<RecordBatch> out) {
        switch (queue.ending(file)) {
            case OPEN -> {}
            case RESTING -> {
                flush(out);
                queue.rests(file);
            }
            case WHOLE -> {
                if (splitter.hasPartialLine()) {
                    queue.endsInALine(file, splitter.readPosition() - splitter.lineStart());
                }
                splitter.finish(add);
                flush(out);
                queue.done(file);
            }
            case BROKEN -> {
                flush(out);
                queue.done(file);
                splitter.restart(file.offset());
            }
        }
    }

    /** Whether nothing will ever come again. */
    boolean ended() {
        return queue.ended() && !unsplit;
    }

    /** Whether it is of no use any more: read to its end for good, or all its files are gone. */
    boolean isGone() {
        return ended() || queue.isGone() && !unsplit;
    }

    /** Whether there is something to read now. */
    boolean hasNews() {
        boolean news = unsplit || queue.next() != null;
        if (news == atEnd) {
            atEnd = !news;
            status = null;
        }
        return news;
    }

    /** Its files may be others now. */
    void filesChanged() {
        status = null;
    }

    PartitionStatus status() {
        PartitionStatus known = status;
        if (known == null) {
            Progress progress = ended() ? Progress.ENDED : atEnd && !unsplit ? Progress.AT_END : Progress.BACKLOG;
            known = new PartitionStatus(id, queue.resume(id.order(), total), progress, queue.lag());
            status = known;
        }
        return known;
    }

    /** Bytes read since {@link #beginTurn}. */
    long readInTurn() {
        return readInTurn;
    }

    void beginTurn() {
        readInTurn = 0;
    }

    /** Whether a descriptor is taken. */
    boolean isOpen() {
        return current != null && current.isOpen() || queue.holdsOpen();
    }

    /** Whether what is read now is packed. */
    boolean isPacked() {
        return current != null && current.isPacked();
    }

    /**
     * Closes what can be opened again; reading goes on where it is.
     *
     * @return about how much memory is taken for what was unpacked; 0 when it will have to be unpacked again
     */
    long park() {
        TrackedFile file = current;
        if (file == null || !queue.mayClose(file)) {
            return 0;
        }
        long bytes = file.release();
        if (bytes == 0) {
            letGo();
        }
        splitter.trim();
        return bytes;
    }

    /** Closes the file; it will be opened again at the line that is next. */
    void letGo() {
        TrackedFile file = current;
        if (file != null) {
            file.close();
            if (unsplit) {
                file.readTo(file.offset());
            }
            unsplit = false;
            splitter.restart(file.offset());
            splitter.trim();
            current = null;
        }
    }

    /** Bytes that wait; -1 when unknown. */
    long lag() {
        return queue.lag();
    }

    /** See {@link FileQueue#noteEnd}. */
    void noteEnd(Finished finished) {
        queue.noteEnd(id, total, finished);
    }

    void close() {
        queue.close();
    }

    private void turnTo(TrackedFile file, Consumer<RecordBatch> out) throws IOException {
        TrackedFile before = current;
        if (file == before && !file.takeRestart()) {
            return;
        }
        flush(out);
        if (before != null && before != file && queue.mayClose(before)) {
            before.close();
        }
        file.takeRestart();
        current = file;
        origin = new RecordBatch.Origin(null, 0, file.path().toString(), modifiedMicros(file));
        splitter.restart(file.offset());
        file.openAt(file.offset());
    }

    private static long modifiedMicros(TrackedFile file) {
        long micros = file.modified().to(TimeUnit.MICROSECONDS);
        return micros > 0 ? micros : RecordBatch.NO_TIMESTAMP; // not seen since it was found in the state
    }

    private void add(Consumer<RecordBatch> out, TrackedFile file, byte[] buffer, int at, int length, long consumed) {
        RecordBatch open = batch;
        if (open == null) {
            open = new RecordBatch(id, origin, expected);
            batch = open;
        }
        open.add(buffer, at, length, total);
        total += consumed;
        lines++;
        file.advance(consumed);
        if (open.size() == RECORDS_PER_BATCH) {
            flush(out);
        }
    }

    private void flush(Consumer<RecordBatch> out) {
        RecordBatch full = batch;
        if (full != null) {
            batch = null;
            expected = Math.max(LEAST_RECORDS, full.size());
            try {
                if (current != null) {
                    current.refreshFingerprint();
                }
            } catch (IOException e) {
                throw FileErrors.unreadable(current.path(), e);
            }
            full.resumeAt(queue.resume(id.order(), total));
            out.accept(full);
        }
    }
}
