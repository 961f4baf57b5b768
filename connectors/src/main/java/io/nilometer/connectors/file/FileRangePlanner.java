package io.nilometer.connectors.file;

import io.nilometer.api.Encodings;
import io.nilometer.api.Options;
import io.nilometer.api.Range;
import io.nilometer.api.RangePlanner;
import io.nilometer.api.Source.Progress;
import io.nilometer.api.SourceContext;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Knows the files that are there when it is opened; what comes later belongs to a later run. */
final class FileRangePlanner implements RangePlanner {

    private final Options options;
    private final SourceContext context;
    private final Map<String, List<FoundFile>> found = new LinkedHashMap<>();
    private final Map<String, FileReport> reports = new HashMap<>();

    FileRangePlanner(Options options, SourceContext context) {
        this.options = options;
        this.context = context;
    }

    @Override
    public void open(Map<String, String> resume) {
        String pattern = options.get(FileSourceFactory.PATTERN);
        for (String path : options.get(FileSourceFactory.PATH)) {
            Resumed.tell(resume.get(path), context.notice());
            FileReport report = new FileReport(path, context.notice());
            reports.put(path, report);
            Screening screening = new Screening(Encodings.isWide(context.encoding()), report);
            FileListing listing = new FileListing(context.directory(), path, pattern);
            found.put(path, BoundedQueue.list(listing, screening, at(resume.getOrDefault(path, ""))));
        }
    }

    @Override
    public List<Range> next(Map<String, String> read, Most most) {
        return found.entrySet().stream()
                .map(entry -> next(
                        entry.getKey(),
                        entry.getValue(),
                        read.getOrDefault(entry.getKey(), ""),
                        Math.max(1, most.bytes())))
                .toList();
    }

    private static ResumeText at(String from) {
        return from.isEmpty() ? ResumeText.START : ResumeText.parse(from);
    }

    private Range next(String path, List<FoundFile> files, String from, long bytes) {
        ResumeText at = at(from);
        FileReport report = Objects.requireNonNull(reports.get(path));
        at.broken().forEach(report::inPart);
        List<TrackedFile> rest =
                unread(BoundedQueue.open(files, at, false, report).rest());
        if (rest.isEmpty()) {
            report.end();
            return new Range(FilePartition.idOf(path, options), from, from, Progress.ENDED, 0);
        }
        FileSlice slice = FileSlice.of(rest, bytes);
        return new Range(FilePartition.idOf(path, options), from, slice.print(), Progress.BACKLOG, lag(rest, bytes));
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

    /** Nothing here waits. */
    @Override
    public void wakeUp() {}

    /** Nothing here is open. */
    @Override
    public void close() {}
}
