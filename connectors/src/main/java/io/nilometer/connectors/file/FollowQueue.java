package io.nilometer.connectors.file;

import io.nilometer.api.PartitionId;
import io.nilometer.connectors.file.FileReport.BrokenFile;
import io.nilometer.connectors.file.unpack.Fault;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Files that grow, are rotated, cut back, replaced and removed, and new ones that appear. What was rotated away is read to
 * its end first. Each file that is still there has its own offset, so several may grow at once.
 */
final class FollowQueue implements FileQueue {

    /** A writer may go on with a file for a while after it was renamed. */
    private static final long GRACE = Duration.ofSeconds(30).toNanos();

    private final String path;
    private final Screening screening;
    private final FileReport report;
    private final Consumer<String> notice;
    private final Runnable lookAgain;
    private final Map<TrackedFile, Long> quietSince = new IdentityHashMap<>();
    private List<TrackedFile> files = new ArrayList<>();
    private final List<TrackedFile> departed = new ArrayList<>();
    private List<FoundFile> seen = List.of();
    private long skipped;

    private FollowQueue(
            String path, Screening screening, Consumer<String> notice, FileReport report, Runnable lookAgain) {
        this.path = path;
        this.screening = screening;
        this.notice = notice;
        this.report = report;
        this.lookAgain = lookAgain;
    }

    /**
     * @param found the partition's files that are there now
     * @param lookAgain makes somebody look what is there at once, and call {@link #look}
     */
    static FollowQueue open(
            String path,
            List<FoundFile> found,
            Screening screening,
            ResumeText from,
            boolean fromEnd,
            Consumer<String> notice,
            FileReport report,
            Runnable lookAgain) {
        FollowQueue queue = new FollowQueue(path, screening, notice, report, lookAgain);
        if (fromEnd) {
            for (FoundFile file : found) {
                queue.files.add(queue.atEnd(file));
                queue.skipped += file.size();
            }
        } else {
            queue.files.addAll(from.files());
            if (from.ordered()) {
                queue.addReadBefore(from, found);
            }
        }
        queue.look(found, true);
        return queue;
    }

    /** In the text of a bounded run what comes before the file at hand is not named. */
    private void addReadBefore(ResumeText from, List<FoundFile> found) {
        if (from.done()) {
            files.forEach(file -> file.packed().seenSize(PackedReading.FOR_GOOD));
        }
        for (FoundFile other : found) {
            if (from.files().stream()
                    .anyMatch(file ->
                            file.key().equals(other.key()) || file.path().equals(other.path()))) {
                return;
            }
            files.add(atEnd(other));
        }
    }

    private TrackedFile atEnd(FoundFile found) {
        TrackedFile file = new TrackedFile(found, found.size(), Fingerprint.NONE);
        // How many bytes are in a packed file would take unpacking all of it.
        file.packed().seenSize(PackedReading.FOR_GOOD);
        try {
            file.refreshFingerprint();
        } catch (IOException e) {
            throw FileErrors.unreadable(found.path(), e);
        }
        return file;
    }

    @Override
    public @Nullable TrackedFile next() {
        for (TrackedFile file : departed) {
            if (hasNews(file)) {
                quietSince.remove(file);
                return file;
            }
            if (graceIsOver(file)) {
                return file;
            }
        }
        for (TrackedFile file : files) {
            if (hasNews(file)) {
                return file;
            }
        }
        return null;
    }

    private boolean hasNews(TrackedFile file) {
        if (file.isPacked()) {
            return file.packed().hasGrown(file.size()) || isWholeAfterAll(file);
        }
        try {
            return (file.isOpen() ? file.input().size() : file.size()) > file.readTo();
        } catch (IOException e) {
            throw FileErrors.unreadable(file.path(), e);
        }
    }

    /** A line without a line feed at the end of a packed file that nobody has written to for a while. */
    private static boolean isWholeAfterAll(TrackedFile file) {
        return file.packed().seenSize() == file.size()
                && file.readTo() > file.offset()
                && isWhole(file.fault())
                && !FoundFile.isFresh(file.modified());
    }

    private static boolean isWhole(@Nullable Fault fault) {
        return fault == null || fault.isWhole();
    }

    private boolean graceIsOver(TrackedFile file) {
        return System.nanoTime() - quietSince.computeIfAbsent(file, f -> System.nanoTime()) > GRACE;
    }

    @Override
    public long readable(TrackedFile file) {
        return Long.MAX_VALUE;
    }

    @Override
    public Ending ending(TrackedFile file) {
        boolean over = departed.contains(file) && graceIsOver(file);
        if (!file.isPacked()) {
            return over ? Ending.WHOLE : Ending.OPEN;
        }
        if (!isWhole(file.fault())) {
            return over ? Ending.BROKEN : Ending.RESTING;
        }
        boolean finished = file.readTo() == file.offset() || !FoundFile.isFresh(file.modified());
        return over || finished ? Ending.WHOLE : Ending.RESTING;
    }

    @Override
    public void rests(TrackedFile file) {
        file.packed().rests(file.size(), file.fault());
        file.close();
        tellIfBroken(file);
    }

    @Override
    public void done(TrackedFile file) {
        rests(file);
        if (departed.remove(file)) {
            quietSince.remove(file);
        }
    }

    /** What is cut may only be on its way here. */
    private void tellIfBroken(TrackedFile file) {
        Fault fault = file.packed().fault();
        if (fault != null
                && (fault.kind() != Fault.Kind.CUT || !FoundFile.isFresh(file.modified()))
                && file.packed().takeTelling()) {
            report.inPart(new BrokenFile(file.path(), fault, file.offset(), file.readTo() - file.offset()));
        }
    }

    @Override
    public boolean forgives(TrackedFile file, IOException failure) {
        if (!(failure instanceof NoSuchFileException)) {
            return false;
        }
        file.close();
        lookAgain.run();
        return true;
    }

    /**
     * Compares what is known with what is there.
     *
     * @return whether anything has changed
     */
    boolean look(List<FoundFile> found, boolean first) {
        if (!first && departed.isEmpty() && found.equals(seen)) {
            files.forEach(this::tellIfBroken);
            return false;
        }
        seen = List.copyOf(found);
        Map<FoundFile, TrackedFile> owners = new IdentityHashMap<>();
        try {
            Sightings sightings = new Sightings(found, owners);
            List<TrackedFile> lost = new ArrayList<>();
            List<TrackedFile> leaving = new ArrayList<>();
            for (TrackedFile file : files) {
                switch (sightings.sight(file)) {
                    case SAME -> {}
                    case CUT_BACK -> cutBack(file, sightings);
                    case GONE -> lost.add(file);
                }
            }
            for (TrackedFile file : lost) {
                if (!sightings.adopt(file)) {
                    leaving.add(file);
                }
            }
            departed.addAll(leaving);
            departed.removeIf(sightings::isBack);
            files = sightings.inOrder(files);
            trace(leaving, first);
        } catch (IOException e) {
            throw FileErrors.unreadable(java.nio.file.Path.of(path), e);
        }
        files.forEach(this::tellIfBroken);
        return true;
    }

    private void cutBack(TrackedFile file, Sightings sightings) throws IOException {
        notice.accept(file.path() + " was cut back: reading it again from its beginning");
        Rotated.rest(file).ifPresent(departed::add);
        file.startOver(sightings.of(file));
    }

    /**
     * Files that left the listing are read on where they are now: through their open channel or under their new name. What
     * came and went between two looks is found by its name between theirs and the present.
     */
    private void trace(List<TrackedFile> leaving, boolean first) throws IOException {
        List<FoundFile> left = new ArrayList<>();
        for (TrackedFile file : List.copyOf(departed)) {
            if (file.isOpen() && !leaving.contains(file)) {
                continue;
            }
            FoundFile now = Rotated.find(file).orElse(null);
            if (now != null && leaving.contains(file)) {
                left.add(now);
            }
            if (now != null && !file.isOpen()) {
                file.seen(now);
            } else if (now == null && !file.isOpen()) {
                departed.remove(file);
                if (first || file.size() > file.offset()) {
                    notice.accept(file.path() + " is gone: what was added to it after byte " + file.offset()
                            + " cannot be read any more");
                }
            }
        }
        // Only now: the number of a file that is gone may have been given to another, so keys had to be brought up to
        // date.
        // What lies between those that left was known before, and may have been read and forgotten since.
        FoundFile newest = left.stream()
                .max(java.util.Comparator.comparingLong(Rotated::age))
                .orElse(null);
        if (newest != null) {
            List<TrackedFile> known = new ArrayList<>(files);
            known.addAll(departed);
            for (FoundFile between : screening.passed(Rotated.since(newest, known))) {
                departed.add(new TrackedFile(between, 0, Fingerprint.of(between.path(), Fingerprint.FULL)));
            }
        }
    }

    /** What is read as its files. */
    List<TrackedFile> tracked() {
        List<TrackedFile> all = new ArrayList<>(departed);
        all.addAll(files);
        return all;
    }

    /** What has left can be read only as long as it is open. */
    @Override
    public boolean holdsOpen() {
        return departed.stream().anyMatch(TrackedFile::isOpen);
    }

    @Override
    public boolean mayClose(TrackedFile file) {
        return !departed.contains(file);
    }

    @Override
    public boolean isGone() {
        return files.isEmpty() && departed.isEmpty();
    }

    @Override
    public boolean ended() {
        return false;
    }

    @Override
    public long skipped() {
        return skipped;
    }

    @Override
    public long lag() {
        long lag = 0;
        for (TrackedFile file : files) {
            if (file.isPacked() && hasNews(file)) {
                return -1;
            }
            lag += file.isPacked() ? 0 : Math.max(0, file.size() - file.offset());
        }
        return lag;
    }

    @Override
    public String resume(long order, long total) {
        return new ResumeText(order, total, false, false, tracked(), List.of()).print();
    }

    /** Of what is gone there is nothing to note. */
    @Override
    public void noteEnd(PartitionId id, long total, Finished finished) {}

    @Override
    public void close() {
        files.forEach(TrackedFile::close);
        departed.forEach(TrackedFile::close);
    }
}
