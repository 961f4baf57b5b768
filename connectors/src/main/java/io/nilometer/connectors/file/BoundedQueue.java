package io.nilometer.connectors.file;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The files that are there when reading begins, each up to the size it has then, one after the other. */
final class BoundedQueue implements FileQueue {

    private final List<TrackedFile> files;
    private final long skipped;
    private int index;

    private BoundedQueue(List<TrackedFile> files, int index, long skipped) {
        this.files = files;
        this.index = index;
        this.skipped = skipped;
    }

    /** Of files that are known already, the first of them perhaps read in part. */
    static BoundedQueue of(List<TrackedFile> files) {
        return new BoundedQueue(new ArrayList<>(files), 0, 0);
    }

    static BoundedQueue open(FileListing listing, ResumeText from, boolean fromEnd) {
        return open(list(listing), from, fromEnd);
    }

    static List<FoundFile> list(FileListing listing) {
        List<FoundFile> found = listing.list();
        if (found.isEmpty()) {
            throw FileErrors.missing(listing.path());
        }
        return found;
    }

    static BoundedQueue open(List<FoundFile> found, ResumeText from, boolean fromEnd) {
        List<TrackedFile> files = new ArrayList<>();
        int first = 0;
        List<TrackedFile> missing = new ArrayList<>(from.files());
        for (FoundFile file : found) {
            TrackedFile before = from.files().stream()
                    .filter(known -> isSame(known, file))
                    .findFirst()
                    .orElse(null);
            if (before == null) {
                files.add(new TrackedFile(file, 0, Fingerprint.NONE));
            } else {
                missing.remove(before);
                before.seen(file);
                first = from.ordered() ? files.size() : 0;
                files.add(before);
            }
        }
        if (!missing.isEmpty() && from.ordered()) {
            throw FileErrors.changed(missing.get(0).path());
        }
        long size = found.stream().mapToLong(FoundFile::size).sum();
        return fromEnd ? new BoundedQueue(files, files.size(), size) : new BoundedQueue(files, first, 0);
    }

    private static boolean isSame(TrackedFile known, FoundFile file) {
        boolean named = known.key().equals(file.key()) || known.path().equals(file.path());
        boolean shorter = !known.packed() && file.size() < known.offset();
        try {
            return named
                    && !shorter
                    && (known.fingerprint().length() == 0 || known.fingerprint().matches(file.path()));
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
        files.addAll(more);
    }

    @Override
    public @Nullable TrackedFile next() {
        return index < files.size() ? files.get(index) : null;
    }

    @Override
    public long readable(TrackedFile file) {
        return file.packed() ? Long.MAX_VALUE : file.size();
    }

    @Override
    public boolean isWhole(TrackedFile file) {
        return true;
    }

    @Override
    public boolean forgives(TrackedFile file, IOException failure) {
        return false;
    }

    @Override
    public void done(TrackedFile file) {
        file.close();
        index++;
        if (!file.packed() && file.offset() < file.size()) {
            throw FileErrors.shorter(file.path());
        }
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
            lag += file.size() - (file.packed() ? file.taken() : file.offset());
        }
        return lag;
    }

    @Override
    public String resume(long total) {
        TrackedFile current = files.get(Math.min(index, files.size() - 1));
        return new ResumeText(total, true, ended(), List.of(current)).print();
    }

    @Override
    public void close() {
        files.forEach(TrackedFile::close);
    }
}
