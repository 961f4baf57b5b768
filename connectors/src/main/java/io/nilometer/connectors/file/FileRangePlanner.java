package io.nilometer.connectors.file;

import io.nilometer.api.Options;
import io.nilometer.api.PartitionId;
import io.nilometer.api.Range;
import io.nilometer.api.RangePlanner;
import io.nilometer.api.Source.Progress;
import io.nilometer.api.SourceContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Knows the files that are there when it is opened, and of a folder to which closed files are added those that have come
 * since. Begins no more than {@code max_files} at a time, so that what stands between two batches stays small.
 */
final class FileRangePlanner implements RangePlanner {

    /** What is read of one of many partitions first: enough to know what time it is there. */
    private static final long BYTES_PER_TASTE = 64 << 10;

    private static final long LOOK_AGAIN = Duration.ofSeconds(1).toNanos();

    /** No more than this part of the time is spent on looking. */
    private static final int SHARE = 20;

    private final Options options;
    private final SourceContext context;
    private final boolean goesOn;
    private final Map<String, Planned> partitions = new LinkedHashMap<>();
    private @Nullable Division division;
    private @Nullable FilesAtStart files;
    private Map<String, String> start = Map.of();
    private final FilePaths paths;
    private final RemoteWatch watch;
    private long nextLook;

    FileRangePlanner(Options options, SourceContext context) {
        this.options = options;
        this.context = context;
        this.paths = FilePaths.of(context);
        this.watch = new RemoteWatch(options, context);
        this.goesOn = options.get(FileSourceFactory.CLOSED) && !context.untilEnd();
    }

    /** A partition, and what of it is not read; remembered as long as nothing more has been read. */
    private static final class Planned {
        final FilesAtStart.Found found;

        @Nullable
        String at;

        List<TrackedFile> rest = List.of();

        Planned(FilesAtStart.Found found) {
            this.found = found;
        }

        PartitionId id() {
            return found.part().id();
        }
    }

    @Override
    public void open(Map<String, String> resume) {
        start = Map.copyOf(resume);
        Resumed.tell(new Division(paths, start), context.notice());
        boolean woken = false;
        while (!begin() && !woken) {
            woken = watch.awaitAttempt();
        }
    }

    /**
     * Finds the files that are there now. Each attempt begins anew: the one before may have seen half of them.
     *
     * @return whether they have been found
     */
    private boolean begin() {
        return watch.attempt(() -> {
            Division divided = new Division(paths, start);
            FilesAtStart found = new FilesAtStart(divided, options, context, options.get(FileSourceFactory.CLOSED));
            List<FilesAtStart.Found> first = found.open(goesOn);
            division = divided;
            files = found;
            add(first);
        });
    }

    private void add(List<FilesAtStart.Found> found) {
        for (FilesAtStart.Found one : found) {
            one.report().begin();
            partitions.put(one.part().id().name(), new Planned(one));
        }
    }

    private void look() {
        long now = System.nanoTime();
        if (goesOn && now >= nextLook) {
            watch.attempt(() -> add(Objects.requireNonNull(files).more()));
            long end = System.nanoTime();
            nextLook = end + Math.max(LOOK_AGAIN, SHARE * (end - now));
        }
    }

    @Override
    public List<Range> next(Map<String, String> read, Most most) {
        if (files == null && !begin()) {
            return nothing(read);
        }
        look();
        Finished finished = Objects.requireNonNull(division).finished();
        String noted = read.getOrDefault(PartitionId.NOTE.name(), "");
        List<Range> ranges = new ArrayList<>();
        read.forEach((name, text) -> {
            if (!name.equals(PartitionId.NOTE.name()) && !partitions.containsKey(name)) {
                ranges.add(gone(new PartitionId(name, 0), text));
            }
        });
        long mayBegin = options.get(FileSourceFactory.MAX_FILES);
        long first = Math.max(BYTES_PER_TASTE, most.bytes() / Math.max(1, Math.min(mayBegin, partitions.size())));
        boolean waiting = false;
        for (Planned planned : List.copyOf(partitions.values())) {
            String at = read.get(planned.id().name());
            boolean begins = at == null && !isStarted(planned);
            if (begins && mayBegin == 0) {
                waiting = true;
                continue;
            }
            mayBegin -= begins ? 1 : 0;
            long bytes = Math.max(1, begins ? Math.min(first, most.bytes()) : most.bytes());
            Range range = next(planned, at, bytes, finished);
            if (range != null) {
                ranges.add(range);
            }
        }
        boolean ended = partitions.isEmpty() && !goesOn;
        Progress progress = waiting ? Progress.BACKLOG : ended ? Progress.ENDED : Progress.AT_END;
        ranges.add(0, new Range(PartitionId.NOTE, noted, finished.print(), progress, 0));
        return ranges;
    }

    /** Nobody knows yet what there is. */
    private static List<Range> nothing(Map<String, String> read) {
        List<Range> ranges = new ArrayList<>();
        String noted = read.getOrDefault(PartitionId.NOTE.name(), "");
        ranges.add(new Range(PartitionId.NOTE, noted, noted, Progress.BACKLOG, -1));
        read.forEach((name, at) -> {
            if (!name.equals(PartitionId.NOTE.name())) {
                ranges.add(new Range(new PartitionId(name, 0), at, at, Progress.BACKLOG, -1));
            }
        });
        return ranges;
    }

    /** Of a finished one to which something was added, the beginning is behind that. */
    private static boolean isStarted(Planned planned) {
        return planned.found.part().from() != null;
    }

    /** Null when there never was anything to read. */
    private @Nullable Range next(Planned planned, @Nullable String read, long bytes, Finished finished) {
        PartitionId id = planned.id();
        ResumeText start = planned.found.part().from();
        String from = read != null ? read : start == null ? "" : start.print();
        if (!from.equals(planned.at)) {
            planned.rest = rest(planned, from);
            planned.at = from;
        }
        if (planned.rest.isEmpty()) {
            end(planned, from, finished);
            return read == null ? null : gone(id, from);
        }
        FileSlice slice = FileSlice.of(planned.rest, bytes);
        return new Range(id, from, slice.print(), Progress.BACKLOG, lag(planned.rest, bytes));
    }

    private List<TrackedFile> rest(Planned planned, String from) {
        ResumeText at = at(from);
        at.broken().forEach(planned.found.report()::inPart);
        return unread(queue(planned, at).rest());
    }

    private ResumeText at(String from) {
        return from.isEmpty() ? ResumeText.START : ResumeText.parse(from, paths);
    }

    private static BoundedQueue queue(Planned planned, ResumeText at) {
        return BoundedQueue.open(planned.found.part().files(), at, false, planned.found.report());
    }

    private void end(Planned planned, String from, Finished finished) {
        ResumeText at = at(from);
        queue(planned, at).noteEnd(planned.id(), at.total(), finished);
        partitions.remove(planned.id().name());
        planned.found.report().end();
    }

    private static Range gone(PartitionId id, String from) {
        return new Range(id, from, from, Progress.GONE, 0);
    }

    private static List<TrackedFile> unread(List<TrackedFile> rest) {
        int first = 0;
        while (first < rest.size() && isRead(rest.get(first))) {
            first++;
        }
        return rest.subList(first, rest.size());
    }

    /** Packed files that have been read are not among the rest. */
    private static boolean isRead(TrackedFile file) {
        return !file.isPacked() && file.offset() >= file.size();
    }

    /** Bytes behind the range; how many there are in packed files nobody knows. */
    private static long lag(List<TrackedFile> rest, long bytes) {
        long waiting = 0;
        for (TrackedFile file : rest) {
            if (file.isPacked()) {
                return -1;
            }
            waiting += file.size() - file.offset();
        }
        return Math.max(0, waiting - bytes);
    }

    @Override
    public void wakeUp() {
        watch.wakeUp();
    }

    /** Nothing here is open. */
    @Override
    public void close() {}
}
