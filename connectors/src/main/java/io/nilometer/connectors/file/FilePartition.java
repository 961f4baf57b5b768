package io.nilometer.connectors.file;

import io.nilometer.api.Encodings;
import io.nilometer.api.Options;
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
 * The files of one path as one partition. A record's position is the number of bytes of all lines before it in this
 * partition, so it grows over all files and is the byte offset when there is one file.
 */
final class FilePartition {

    private static final int RECORDS_PER_BATCH = 4096;
    private static final int LINES_PER_READ = 16 * RECORDS_PER_BATCH;

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

    private FilePartition(PartitionId id, FileQueue queue, LineSplitter splitter, long total) {
        this.id = id;
        this.queue = queue;
        this.splitter = splitter;
        this.total = total;
    }

    /** @param resume null when this partition has not been read before */
    static FilePartition open(
            String path, Options options, SourceContext context, @Nullable String resume, boolean firstStart) {
        FileListing listing = new FileListing(context.directory(), path, options.get(FileSourceFactory.PATTERN));
        FileReport report = new FileReport(path, context.notice());
        Screening screening = new Screening(Encodings.isWide(context.encoding()), report);
        ResumeText from = resume == null ? ResumeText.START : ResumeText.parse(resume);
        boolean fromEnd =
                resume == null && firstStart && options.get(FileSourceFactory.START) == FileSourceFactory.Start.END;
        FileQueue queue = context.untilEnd() || !options.get(FileSourceFactory.FOLLOW)
                ? BoundedQueue.open(BoundedQueue.list(listing, screening, from), from, fromEnd, report)
                : FollowQueue.open(listing, screening, from, fromEnd, context.notice(), report);
        long total = resume == null ? queue.skipped() : from.total();
        return of(idOf(path, options), queue, context, total);
    }

    static FilePartition of(PartitionId id, FileQueue queue, SourceContext context, long total) {
        return new FilePartition(id, queue, new LineSplitter(context.maxRecordBytes(), context.encoding()), total);
    }

    /** Its place is that among the paths as they are given. */
    static PartitionId idOf(String path, Options options) {
        return new PartitionId(path, options.get(FileSourceFactory.PATH).indexOf(path));
    }

    PartitionId id() {
        return id;
    }

    /**
     * Reads about {@code most} bytes.
     *
     * @return whether there is something to tell: records, or the end
     */
    boolean read(Consumer<RecordBatch> out, long most) {
        boolean hadEnded = queue.ended();
        long bytes = 0;
        lines = 0;
        while (bytes < most && lines < LINES_PER_READ) {
            TrackedFile file = unsplit ? current : queue.next();
            if (file == null) {
                atEnd = true;
                break;
            }
            atEnd = false;
            try {
                bytes += readSome(file, out, Long.MAX_VALUE);
            } catch (IOException e) {
                if (!queue.forgives(file, e)) {
                    throw FileErrors.unreadable(file.path(), e);
                }
                current = null;
            }
        }
        flush(out);
        return lines > 0 || queue.ended() != hadEnded;
    }

    /** Reads all lines whose position is before {@code end}, so that the bytes of the files alone decide which. */
    void readBefore(long end, Consumer<RecordBatch> out) {
        TrackedFile file = unsplit ? current : queue.next();
        while (file != null && total < end) {
            if (Thread.currentThread().isInterrupted()) {
                throw FileErrors.interrupted(file.path().toString(), null);
            }
            try {
                readSome(file, out, end);
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

    private long readSome(TrackedFile file, Consumer<RecordBatch> out, long end) throws IOException {
        turnTo(file, out);
        LineSplitter.Lines add = (buffer, at, length, start, next) -> add(out, file, buffer, at, length, next - start);
        long left = queue.readable(file) - splitter.readPosition();
        int read = unsplit || left <= 0 ? 0 : splitter.fill(file.input(), left);
        if (unsplit || read > 0) {
            long before = end == Long.MAX_VALUE ? end : file.offset() + (end - total);
            unsplit = !splitter.split(add, RECORDS_PER_BATCH, before);
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

    PartitionStatus status() {
        boolean ended = queue.ended() && !unsplit;
        Progress progress = ended ? Progress.ENDED : atEnd && !unsplit ? Progress.AT_END : Progress.BACKLOG;
        return new PartitionStatus(id, queue.resume(total), progress, queue.lag());
    }

    void close() {
        queue.close();
    }

    private void turnTo(TrackedFile file, Consumer<RecordBatch> out) throws IOException {
        if (file == current && !file.takeRestart()) {
            return;
        }
        flush(out);
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
            open = new RecordBatch(id, origin, RECORDS_PER_BATCH);
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
            try {
                if (current != null) {
                    current.refreshFingerprint();
                }
            } catch (IOException e) {
                throw FileErrors.unreadable(current.path(), e);
            }
            full.resumeAt(queue.resume(total));
            out.accept(full);
        }
    }
}
