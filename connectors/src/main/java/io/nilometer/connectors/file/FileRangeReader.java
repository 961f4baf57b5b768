package io.nilometer.connectors.file;

import io.nilometer.api.Range;
import io.nilometer.api.RangeReader;
import io.nilometer.api.RecordBatch;
import io.nilometer.api.Source.PartitionStatus;
import io.nilometer.api.Source.Progress;
import io.nilometer.api.SourceContext;
import io.nilometer.connectors.file.FileReport.BrokenFile;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads ranges of one partition; goes on with the open file when a range follows the one before. */
final class FileRangeReader implements RangeReader {

    private final SourceContext context;
    private final FilePaths paths;
    private @Nullable Standing standing;

    FileRangeReader(SourceContext context) {
        this.context = context;
        this.paths = FilePaths.of(context);
    }

    /** @param at the resume text after the last range */
    private record Standing(
            String name, String at, BoundedQueue queue, FilePartition partition, List<BrokenFile> broken) {}

    @Override
    public PartitionStatus read(Range range, Consumer<RecordBatch> out) {
        if (range.isEmpty()) {
            return new PartitionStatus(range.partition(), range.from(), range.progress(), range.lag());
        }
        FileSlice slice = FileSlice.parse(range.to(), paths);
        Standing now = goneOn(range, slice);
        if (now == null) {
            close();
            now = begun(range, slice);
            standing = now;
        }
        now.broken().clear();
        FilePartition partition = now.partition();
        long start = partition.total();
        partition.readBefore(start > Long.MAX_VALUE - slice.bytes() ? Long.MAX_VALUE : start + slice.bytes(), out);
        PartitionStatus status = partition.status();
        // The planner tells of them: what a range held is known for certain when it has been read.
        String resume =
                ResumeText.parse(status.resume(), paths).with(now.broken()).print();
        standing = new Standing(now.name(), resume, now.queue(), partition, now.broken());
        boolean ended = status.progress() == Progress.ENDED && slice.last();
        return new PartitionStatus(
                range.partition(), resume, ended ? Progress.ENDED : Progress.BACKLOG, ended ? 0 : range.lag());
    }

    /** The reading under way, when this range follows the one before; null otherwise. */
    private @Nullable Standing goneOn(Range range, FileSlice slice) {
        Standing last = standing;
        if (last == null
                || !last.name().equals(range.partition().name())
                || !last.at().equals(range.from())) {
            return null;
        }
        List<TrackedFile> rest = last.queue().rest();
        FileSlice.Piece first = slice.files().get(0);
        if (rest.isEmpty()
                || !rest.get(0).path().equals(first.path())
                || rest.get(0).offset() != slice.offset()
                || rest.get(0).size() != first.size()) {
            return null;
        }
        List<TrackedFile> more = new ArrayList<>();
        slice.files().subList(1, slice.files().size()).forEach(piece -> more.add(whole(piece)));
        last.queue().goOnWith(more);
        return last;
    }

    private Standing begun(Range range, FileSlice slice) {
        ResumeText from = range.from().isEmpty() ? ResumeText.START : ResumeText.parse(range.from(), paths);
        List<TrackedFile> files = new ArrayList<>();
        for (FileSlice.Piece piece : slice.files()) {
            files.add(files.isEmpty() && slice.offset() > 0 ? inPart(piece, slice.offset(), from) : whole(piece));
        }
        List<BrokenFile> broken = new ArrayList<>();
        BoundedQueue queue = BoundedQueue.of(files, broken::add);
        FilePartition partition = FilePartition.of(range.partition(), queue, context, from.total());
        return new Standing(range.partition().name(), range.from(), queue, partition, broken);
    }

    private static TrackedFile whole(FileSlice.Piece piece) {
        return new TrackedFile(found(piece), 0, Past.of(Fingerprint.NONE));
    }

    private static TrackedFile inPart(FileSlice.Piece piece, long offset, ResumeText from) {
        Past past = from.files().get(0).past();
        try {
            if (past.head().length() > 0 && !past.head().matches(piece.path())) {
                throw FileErrors.changed(piece.path());
            }
        } catch (IOException e) {
            throw FileErrors.unreadable(piece.path(), e);
        }
        return new TrackedFile(found(piece), offset, past);
    }

    /** As this process sees it, but no longer than the planner saw it. */
    private static FoundFile found(FileSlice.Piece piece) {
        try {
            FoundFile now = FoundFile.at(piece.path())
                    .orElseThrow(() -> new NoSuchFileException(piece.path().toString()));
            if (!piece.key().isEmpty() && !piece.key().equals(now.key())) {
                throw FileErrors.otherNow(piece.path());
            }
            if (now.size() < piece.size()) {
                throw FileErrors.shorter(piece.path());
            }
            FoundFile asPlanned = new FoundFile(now.path(), now.key(), piece.size(), now.modified(), now.sort(), null);
            return asPlanned.looked();
        } catch (IOException e) {
            throw FileErrors.unreadable(piece.path(), e);
        }
    }

    @Override
    public void close() {
        Standing last = standing;
        standing = null;
        if (last != null) {
            last.partition().close();
        }
    }
}
