package io.nilometer.connectors.file;

import io.nilometer.api.PartitionId;
import io.nilometer.connectors.file.FileReport.BrokenFile;
import io.nilometer.connectors.file.unpack.Fault;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The files that are there when reading begins, each up to the size it has then, one after the other. */
final class BoundedQueue implements FileQueue {

    private final List<TrackedFile> files;
    private final Consumer<BrokenFile> broken;
    private final Runnable atEnd;
    private final long skipped;
    private int index;

    private BoundedQueue(
            List<TrackedFile> files, int index, long skipped, Consumer<BrokenFile> broken, Runnable atEnd) {
        this.files = files;
        this.index = index;
        this.skipped = skipped;
        this.broken = broken;
        this.atEnd = atEnd;
        files.forEach(TrackedFile::upToItsSize);
    }

    /**
     * Of files that are known already, the first of them perhaps read in part.
     *
     * @param broken takes those that turn out to be
     */
    static BoundedQueue of(List<TrackedFile> files, Consumer<BrokenFile> broken) {
        return new BoundedQueue(new ArrayList<>(files), 0, 0, broken, () -> {});
    }

    static BoundedQueue open(List<FoundFile> found, ResumeText from, boolean fromEnd, FileReport report) {
        List<TrackedFile> files = new ArrayList<>();
        int first = 0;
        List<TrackedFile> missing = new ArrayList<>(from.files());
        for (FoundFile file : found) {
            TrackedFile before = from.files().stream()
                    .filter(known -> isSame(known, file))
                    .findFirst()
                    .orElse(null);
            if (before == null) {
                files.add(new TrackedFile(file, fromEnd ? file.size() : 0, Past.of(Fingerprint.NONE)));
            } else {
                missing.remove(before);
                before.seen(file);
                // Nobody has looked again how a remote one is packed.
                boolean readWhole = from.done() && (file.isPacked() || file.isRemote());
                first = from.ordered() ? files.size() + (readWhole ? 1 : 0) : 0;
                files.add(before);
            }
        }
        if (!missing.isEmpty() && from.ordered()) {
            throw FileErrors.changed(missing.get(0).path());
        }
        long size = found.stream().mapToLong(FoundFile::size).sum();
        return new BoundedQueue(files, fromEnd ? files.size() : first, fromEnd ? size : 0, report::inPart, report::end);
    }

    private static boolean isSame(TrackedFile known, FoundFile file) {
        boolean named = known.key().equals(file.key()) || known.path().equals(file.path());
        boolean shorter = !file.isPacked() && file.size() < known.offset();
        try {
            return named
                    && !shorter
                    && (known.fingerprint().length() == 0 || known.fingerprint().matches(file));
        } catch (IOException e) {
            throw FileErrors.unreadable(file.path(), e);
        }
    }

    /** The files that have not been read whole. */
    List<TrackedFile> rest() {
        return files.subList(index, files.size());
    }

    /** Takes other files after the one that is being read. */
    void goOnWith(List<TrackedFile> more) {
        files.subList(index + 1, files.size()).clear();
        more.forEach(file -> files.add(file.upToItsSize()));
    }

    @Override
    public @Nullable TrackedFile next() {
        return index < files.size() ? files.get(index) : null;
    }

    @Override
    public long readable(TrackedFile file) {
        return file.isPacked() ? Long.MAX_VALUE : file.size();
    }

    @Override
    public Ending ending(TrackedFile file) {
        Fault fault = file.fault();
        return fault == null || fault.isWhole() ? Ending.WHOLE : Ending.BROKEN;
    }

    @Override
    public boolean forgives(TrackedFile file, IOException failure) {
        return false;
    }

    /** Files of a bounded run are left alone; one that became shorter is an error. */
    @Override
    public boolean isAsRead(TrackedFile file) {
        return true;
    }

    @Override
    public void changed(TrackedFile file) {
        throw FileErrors.changed(file.path());
    }

    /** A bounded run takes files as they are. */
    @Override
    public void endsInALine(TrackedFile file, long bytes) {}

    @Override
    public void done(TrackedFile file) {
        Fault fault = file.fault();
        if (fault != null) {
            broken.accept(new BrokenFile(file.path(), fault, file.offset(), file.readTo() - file.offset()));
        }
        file.close();
        index++;
        if (!file.isPacked() && file.offset() < file.size()) {
            throw FileErrors.shorter(file.path());
        }
        if (ended()) {
            atEnd.run();
        }
    }

    /** Here a file that gives no more is done. */
    @Override
    public void rests(TrackedFile file) {
        done(file);
    }

    @Override
    public boolean ended() {
        return index == files.size();
    }

    @Override
    public long skipped() {
        return skipped;
    }

    @Override
    public long lag() {
        long lag = 0;
        for (TrackedFile file : files.subList(index, files.size())) {
            lag += file.size() - (file.isPacked() ? file.taken() : file.offset());
        }
        return lag;
    }

    @Override
    public String resume(long order, long total) {
        TrackedFile current = files.get(Math.min(index, files.size() - 1));
        return new ResumeText(order, total, true, ended(), List.of(current), List.of()).print();
    }

    @Override
    public boolean holdsOpen() {
        return false;
    }

    @Override
    public boolean mayClose(TrackedFile file) {
        return true;
    }

    @Override
    public void noteEnd(PartitionId id, long total, Finished finished) {
        for (int i = files.size() - 1; i >= 0; i--) {
            TrackedFile newest = files.get(i);
            try {
                newest.refreshFingerprint();
            } catch (IOException e) {
                throw FileErrors.unreadable(newest.path(), e);
            }
            // An empty file looks like every other.
            if (newest.fingerprint().length() > 0) {
                finished.add(id.name(), id.order(), total, newest);
                return;
            }
        }
    }

    @Override
    public boolean isGone() {
        return false;
    }

    @Override
    public void close() {
        files.forEach(TrackedFile::close);
    }
}
