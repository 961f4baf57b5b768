package io.nilometer.connectors.file;

import io.nilometer.api.PartitionId;
import io.nilometer.connectors.file.FileReport.BrokenFile;
import io.nilometer.connectors.file.unpack.Fault;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Files that grow, are rotated, cut back, replaced and removed, and new ones that appear. What was rotated away is read to
 * its end first. Each file that is still there has its own offset, so several may grow at once.
 */
final class FollowQueue implements FileQueue {

    private final String path;
    private final Screening screening;
    private final FileReport report;
    private final Consumer<String> notice;
    private final Runnable lookAgain;
    private final Departed departed;
    private List<TrackedFile> files = new ArrayList<>();
    private List<FoundFile> seen = List.of();
    private long skipped;

    private FollowQueue(
            String path,
            Screening screening,
            Consumer<String> notice,
            FileReport report,
            Runnable lookAgain,
            Duration grace) {
        this.path = path;
        this.screening = screening;
        departed = new Departed(screening, notice, grace);
        this.notice = notice;
        this.report = report;
        this.lookAgain = lookAgain;
    }

    /**
     * @param found the partition's files that are there now
     * @param lookAgain makes somebody look what is there at once, and call {@link #look}
     * @param grace how long after the last byte of a file that was rotated away more is waited for
     */
    static FollowQueue open(
            String path,
            List<FoundFile> found,
            Screening screening,
            ResumeText from,
            boolean fromEnd,
            Consumer<String> notice,
            FileReport report,
            Runnable lookAgain,
            Duration grace) {
        FollowQueue queue = new FollowQueue(path, screening, notice, report, lookAgain, grace);
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
        TrackedFile file = new TrackedFile(found, found.size(), Past.of(Fingerprint.NONE));
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
        for (TrackedFile file : departed.leaving()) {
            if (hasNews(file)) {
                departed.hasNews(file);
                return file;
            }
            if (departed.isOver(file)) {
                return file;
            }
        }
        for (TrackedFile file : files) {
            if (hasNews(file)) {
                departed.hasNews(file);
                return file;
            }
            if (hasEndedInALine(file)) {
                return file;
            }
        }
        return null;
    }

    /** A file of the listing that was rotated, ends without a line feed and has not grown for a while. */
    private boolean hasEndedInALine(TrackedFile file) {
        return !file.isPacked()
                && file.readTo() > file.offset()
                && file != files.get(files.size() - 1)
                && departed.isQuiet(file);
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

    @Override
    public long readable(TrackedFile file) {
        return Long.MAX_VALUE;
    }

    @Override
    public Ending ending(TrackedFile file) {
        boolean over = departed.isOver(file) || files.contains(file) && hasEndedInALine(file);
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
        departed.done(file);
    }

    @Override
    public void endsInALine(TrackedFile file, long bytes) {
        notice.accept(file.path() + " was rotated and ends at byte " + (file.offset() + bytes)
                + " without a line feed: its last " + bytes + " bytes are a record by themselves, and so is what may "
                + "come of that line later, in this file or as the first line of the next");
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
        if (!(failure instanceof NoSuchFileException || failure instanceof AccessDeniedException)) {
            return false;
        }
        screening.lookAgain(file.key());
        lookAnew(file);
        return true;
    }

    @Override
    public boolean isAsRead(TrackedFile file) throws IOException {
        return file.change() == Past.Change.NONE;
    }

    @Override
    public void changed(TrackedFile file) throws IOException {
        if (file.change() == Past.Change.LINE_CUT) {
            file.rereadLine();
            return;
        }
        lookAnew(file);
        if (file.isDoubtful()) {
            departed.drop(file);
        }
    }

    private void lookAnew(TrackedFile file) {
        file.doubt();
        seen = List.of();
        lookAgain.run();
    }

    /**
     * Compares what is known with what is there.
     *
     * @return whether anything has changed
     */
    boolean look(List<FoundFile> found, boolean first) {
        try {
            departed.watch();
            if (!first && departed.leaving().isEmpty() && found.equals(seen)) {
                files.forEach(this::tellIfBroken);
                return false;
            }
            seen = List.copyOf(found);
            compare(new Sightings(found), first);
        } catch (IOException e) {
            throw FileErrors.unreadable(java.nio.file.Path.of(path), e);
        }
        files.forEach(this::tellIfBroken);
        return true;
    }

    private void compare(Sightings sightings, boolean first) throws IOException {
        List<TrackedFile> lost = new ArrayList<>();
        List<TrackedFile> cut = new ArrayList<>();
        for (TrackedFile file : files) {
            switch (sightings.sight(file)) {
                case SAME -> {}
                case CUT_BACK -> cut.add(file);
                case GONE -> lost.add(file);
            }
        }
        cutBack(cut, sightings);
        List<TrackedFile> leaving = new ArrayList<>();
        for (TrackedFile file : lost) {
            if (!sightings.adopt(file)) {
                leaving.add(file);
            }
        }
        departed.giveBack(sightings);
        files = sightings.inOrder(files);
        departed.add(leaving, files, first);
    }

    /**
     * What was copied before it was cut is read on in the copy. Under the copy's name an older one may have been known: it is
     * replaced, not cut back.
     */
    private void cutBack(List<TrackedFile> cut, Sightings sightings) throws IOException {
        List<TrackedFile> replaced = new ArrayList<>();
        for (TrackedFile file : cut) {
            TrackedFile copy = Rotated.rest(file).orElse(null);
            if (copy != null) {
                cut.stream().filter(one -> one.key().equals(copy.key())).forEach(replaced::add);
                departed.goOnIn(copy);
            }
        }
        for (TrackedFile file : cut) {
            if (replaced.contains(file) || sightings.isCopy(file, files, cut)) {
                sightings.disown(file);
                file.close();
                files.remove(file);
            } else {
                notice.accept(file.path() + " was cut back or written anew: reading it again from its beginning");
                file.startOver(sightings.of(file));
            }
        }
    }

    /** What is read as its files. */
    List<TrackedFile> tracked() {
        List<TrackedFile> all = new ArrayList<>(departed.all());
        all.addAll(files);
        return all;
    }

    /** What has left can be read only as long as it is open. */
    @Override
    public boolean holdsOpen() {
        return departed.holdsOpen();
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
        departed.close();
    }
}
