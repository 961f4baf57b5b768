package io.nilometer.connectors.file;

import io.nilometer.api.Options;
import io.nilometer.api.PartitionId;
import io.nilometer.api.RecordBatch;
import io.nilometer.api.Source;
import io.nilometer.api.SourceContext;
import io.nilometer.connectors.pace.Wake;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads the lines of files; each file, with those rotated from it, is a partition. */
final class FileSource implements Source {

    /** No more than this is handed over by one poll, so that a pause takes effect soon. */
    private static final long BYTES_PER_POLL = 4 << 20;

    /** Partitions that are begun in one poll. */
    private static final int TASTES_PER_POLL = 256;

    /** How soon a followed file's growth is seen. */
    private static final Duration LOOK_AGAIN = Duration.ofMillis(10);

    private final Options options;
    private final SourceContext context;
    private final List<FilesFollowed> followed = new ArrayList<>();
    private final Map<PartitionId, FilePartition> begun = new LinkedHashMap<>();
    /** Of all partitions the first records are read before more of any: only then is known how late it is. */
    private final Deque<FilePartition> waiting = new ArrayDeque<>();

    private final Set<FilePartition> gone = new LinkedHashSet<>();
    private final Set<PartitionId> paused = new HashSet<>();
    private final Turns turns;
    private final Duration grace;
    private final Wake wake = new Wake();
    private @Nullable Division division;
    private boolean busy;

    FileSource(Options options, SourceContext context) {
        this(options, context, Departed.GRACE);
    }

    /** @param grace how long after its last byte a file that was rotated away is closed */
    FileSource(Options options, SourceContext context, Duration grace) {
        this.grace = grace;
        this.options = options;
        this.context = context;
        this.turns = new Turns(context.openFiles());
    }

    @Override
    public void open(Map<String, String> resume) {
        Division divided = new Division(FilePaths.of(context), resume);
        division = divided;
        Resumed.tell(divided, context.notice());
        boolean fromEnd = resume.isEmpty() && options.get(FileSourceFactory.START) == FileSourceFactory.Start.END;
        if (context.untilEnd() || !options.get(FileSourceFactory.FOLLOW)) {
            for (FilesAtStart.Found found : new FilesAtStart(divided, options, context, false).open(false)) {
                open(found, fromEnd);
            }
            return;
        }
        for (int index = 0; index < options.get(FileSourceFactory.PATH).size(); index++) {
            FilesFollowed one = new FilesFollowed(index, divided, options, context, fromEnd, grace);
            followed.add(one);
            one.look(this::began);
        }
    }

    private Division division() {
        return Objects.requireNonNull(division);
    }

    private void open(FilesAtStart.Found found, boolean fromEnd) {
        ResumeText from = found.part().from();
        found.report().begin();
        BoundedQueue queue = BoundedQueue.open(
                found.part().files(), from == null ? ResumeText.START : from, fromEnd, found.report());
        long total = from == null ? queue.skipped() : from.total();
        FilePartition partition = FilePartition.of(found.part().id(), queue, context, total);
        began(new FilesFollowed.Began(partition, fromEnd || from != null));
    }

    private void began(FilesFollowed.Began one) {
        if (one.readBefore()) {
            begin(one.partition());
        } else {
            waiting.add(one.partition());
        }
    }

    private void begin(FilePartition partition) {
        begun.put(partition.id(), partition);
        turns.add(partition);
    }

    @Override
    public void poll(Consumer<RecordBatch> out, Duration wait) {
        gone.forEach(partition -> begun.remove(partition.id()));
        gone.clear();
        long deadline = System.nanoTime() + wait.toNanos();
        do {
            for (FilesFollowed one : followed) {
                if (one.isDue(busy)) {
                    one.look(this::began);
                }
            }
            busy = taste(out) || read(out);
            busy |= checkGone();
            if (busy) {
                return;
            }
        } while (!wake.awaitUntil(deadline, LOOK_AGAIN) && System.nanoTime() < deadline);
    }

    private boolean taste(Consumer<RecordBatch> out) {
        int tasted = 0;
        while (!waiting.isEmpty() && tasted < TASTES_PER_POLL && !paused.contains(PartitionId.NOTE)) {
            FilePartition partition = waiting.remove();
            begin(partition);
            turns.makeRoom(partition);
            partition.taste(out);
            turns.wasRead(partition);
            tasted++;
        }
        return tasted > 0;
    }

    private boolean read(Consumer<RecordBatch> out) {
        boolean any = false;
        List<FilePartition> turn = turns.next(partition -> !paused.contains(partition.id()));
        long share = Math.max(1, BYTES_PER_POLL / Math.max(1, turn.size()));
        for (FilePartition partition : turn) {
            turns.makeRoom(partition);
            any |= partition.read(out, share);
            turns.wasRead(partition);
        }
        return any;
    }

    /** Takes leave of those that have ended. */
    private boolean checkGone() {
        int before = gone.size();
        for (FilePartition partition : begun.values()) {
            if (partition.isGone() && gone.add(partition)) {
                turns.remove(partition);
                partition.noteEnd(division().finished());
                followed.forEach(one -> one.forget(partition));
            }
        }
        return gone.size() > before;
    }

    @Override
    public List<PartitionStatus> partitions() {
        List<PartitionStatus> all = new ArrayList<>(begun.size() + 1);
        if (division != null) {
            all.add(note());
        }
        for (FilePartition partition : begun.values()) {
            PartitionStatus status = partition.status();
            boolean leaves = gone.contains(partition);
            all.add(leaves ? new PartitionStatus(partition.id(), status.resume(), Progress.GONE, 0) : status);
        }
        return all;
    }

    private PartitionStatus note() {
        boolean ended = followed.isEmpty() && begun.size() == gone.size();
        Progress progress = !waiting.isEmpty() ? Progress.BACKLOG : ended ? Progress.ENDED : Progress.AT_END;
        long lag = waiting.stream().mapToLong(FilePartition::lag).sum();
        return new PartitionStatus(PartitionId.NOTE, division().finished().print(), progress, lag);
    }

    @Override
    public void pause(Collection<PartitionId> these) {
        paused.clear();
        paused.addAll(these);
    }

    @Override
    public void wakeUp() {
        wake.up();
    }

    @Override
    public void close() {
        begun.values().forEach(FilePartition::close);
        begun.clear();
        waiting.clear();
    }
}
