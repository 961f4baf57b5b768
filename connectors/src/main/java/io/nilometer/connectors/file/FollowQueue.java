package io.nilometer.connectors.file;

import io.nilometer.api.NilometerException;
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

    private static final long IDLE_LOOK = Duration.ofMillis(100).toNanos();
    private static final long BUSY_LOOK = Duration.ofSeconds(1).toNanos();

    /** A writer may go on with a file for a while after it was renamed. */
    private static final long GRACE = Duration.ofSeconds(30).toNanos();

    private static final int MOST_FILES = 10_000;
    private static final int MOST_OPEN = 64;

    private final FileListing listing;
    private final Screening screening;
    private final FileReport report;
    private final Consumer<String> notice;
    private final Map<TrackedFile, Long> quietSince = new IdentityHashMap<>();
    private List<TrackedFile> files = new ArrayList<>();
    private final List<TrackedFile> departed = new ArrayList<>();
    private long lastLook;
    private boolean saidEmpty;
    private long skipped;

    private FollowQueue(FileListing listing, Screening screening, Consumer<String> notice, FileReport report) {
        this.listing = listing;
        this.screening = screening;
        this.notice = notice;
        this.report = report;
    }

    static FollowQueue open(
            FileListing listing,
            Screening screening,
            ResumeText from,
            boolean fromEnd,
            Consumer<String> notice,
            FileReport report) {
        FollowQueue queue = new FollowQueue(listing, screening, notice, report);
        screening.readBefore(from.files());
        if (listing.isOneFile()) {
            listing.list().forEach(screening::only);
        }
        if (fromEnd) {
            for (FoundFile found : queue.found()) {
                queue.files.add(queue.atEnd(found));
                queue.skipped += found.size();
            }
        } else {
            queue.files.addAll(from.files());
            if (from.ordered()) {
                queue.addReadBefore(from);
            }
        }
        queue.look(true);
        return queue;
    }

    /** What is there, can be read, and is known or long enough to be told what it is. */
    private List<FoundFile> found() {
        List<FoundFile> all = listing.list();
        sayIfEmpty(all);
        List<FoundFile> found = new ArrayList<>(screening.passed(all));
        found.removeIf(file -> screening.isUndecided(file)
                && files.stream().noneMatch(known -> known.key().equals(file.key())));
        return found;
    }

    /** In the text of a bounded run what comes before the file at hand is not named. */
    private void addReadBefore(ResumeText from) {
        if (from.done()) {
            files.forEach(file -> file.packed().seenSize(PackedReading.FOR_GOOD));
        }
        for (FoundFile found : found()) {
            if (from.files().stream()
                    .anyMatch(file ->
                            file.key().equals(found.key()) || file.path().equals(found.path()))) {
                return;
            }
            files.add(atEnd(found));
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
        TrackedFile ready = ready();
        if (System.nanoTime() - lastLook > (ready == null ? IDLE_LOOK : BUSY_LOOK)) {
            look(false);
            ready = ready();
        }
        return ready;
    }

    private @Nullable TrackedFile ready() {
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
        look(false);
        return true;
    }

    /** Compares what is known with what is there. */
    private void look(boolean first) {
        List<FoundFile> found = found();
        if (found.size() > MOST_FILES) {
            throw new NilometerException(
                    "too-many-files",
                    listing.path() + " stands for " + found.size() + " files, more than " + MOST_FILES
                            + " can be followed",
                    "narrow the path or pattern, or move finished files away");
        }
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
            throw FileErrors.unreadable(java.nio.file.Path.of(listing.path()), e);
        }
        files.forEach(this::tellIfBroken);
        closeIdle();
        lastLook = System.nanoTime();
    }

    private void sayIfEmpty(List<FoundFile> found) {
        if (found.isEmpty() && !saidEmpty) {
            notice.accept("there is no file at " + listing.path() + " yet: waiting for it");
        }
        saidEmpty = found.isEmpty();
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

    private void closeIdle() {
        List<TrackedFile> open = files.stream().filter(TrackedFile::isOpen).toList();
        for (int i = 0; i < open.size() - MOST_OPEN; i++) {
            if (!hasNews(open.get(i))) {
                open.get(i).close();
            }
        }
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
    public String resume(long total) {
        List<TrackedFile> all = new ArrayList<>(departed);
        all.addAll(files);
        return new ResumeText(total, false, false, all, List.of()).print();
    }

    @Override
    public void close() {
        files.forEach(TrackedFile::close);
        departed.forEach(TrackedFile::close);
    }
}
