package io.nilometer.connectors.file;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The files of a partition that are not in the listing any more. Each is read to its end, where it is by now, and closed
 * when nothing has come for a while; then it rests: one that grows is read on, and one that comes back goes on where it was.
 */
final class Departed {

    /** A writer may go on with a file for a while after it was renamed. */
    static final Duration GRACE = Duration.ofSeconds(30);

    /** How long a file is remembered that is nowhere to be found. */
    private static final long REMEMBERED = Duration.ofMinutes(10).toNanos();

    /** So many deleted files are kept open at a time, and so many that rest are remembered. */
    private static final int MOST = 8;

    private final Screening screening;
    private final Consumer<String> notice;
    private final long grace;
    private final List<TrackedFile> leaving = new ArrayList<>();
    private final List<Resting> resting = new ArrayList<>();
    private final Map<TrackedFile, Long> quietSince = new IdentityHashMap<>();

    /** @param lostAt when it was nowhere to be found; 0 as long as it is known where it is */
    private record Resting(TrackedFile file, long lostAt) {}

    Departed(Screening screening, Consumer<String> notice, Duration grace) {
        this.screening = screening;
        this.notice = notice;
        this.grace = grace.toNanos();
    }

    /** Those that are being read. */
    List<TrackedFile> leaving() {
        return leaving;
    }

    boolean contains(TrackedFile file) {
        return leaving.contains(file);
    }

    /** Whether nothing is remembered either. */
    boolean isEmpty() {
        return leaving.isEmpty() && resting.isEmpty();
    }

    List<TrackedFile> all() {
        List<TrackedFile> all = new ArrayList<>(leaving);
        resting.forEach(one -> all.add(one.file()));
        return all;
    }

    void hasNews(TrackedFile file) {
        quietSince.remove(file);
    }

    /** Whether nothing has come for so long that nothing is waited for; the time begins when this is asked first. */
    boolean isQuiet(TrackedFile file) {
        return System.nanoTime() - quietSince.computeIfAbsent(file, f -> System.nanoTime()) > grace;
    }

    /** Whether a file that has been read to its last byte is closed. */
    boolean isOver(TrackedFile file) {
        return leaving.contains(file) && (isQuiet(file) || leaving.size() > MOST && leaving.get(0) == file);
    }

    /** One that was copied and then cut back goes on in its copy. */
    void goOnIn(TrackedFile copy) {
        leaving.removeIf(one -> one.key().equals(copy.key()));
        resting.removeIf(one -> one.file().key().equals(copy.key()));
        leaving.add(copy);
    }

    /** It has been read to its end and is closed. */
    void done(TrackedFile file) {
        quietSince.remove(file);
        if (leaving.remove(file)) {
            rest(file);
        }
    }

    private void rest(TrackedFile file) {
        quietSince.remove(file);
        resting.add(new Resting(file, 0));
        if (resting.size() > MOST) {
            resting.remove(0);
        }
    }

    /** It was cut back: what it had is gone, and what it has now nobody has asked for. */
    void drop(TrackedFile file) {
        quietSince.remove(file);
        file.close();
        if (leaving.remove(file)) {
            notice.accept(file.path() + " was cut back after it was rotated: what it had after byte " + file.offset()
                    + " cannot be read any more");
        }
    }

    /** Gives back to the listing what is in it again. */
    void giveBack(Sightings sightings) throws IOException {
        for (TrackedFile file : all()) {
            if (sightings.isBack(file)) {
                leaving.remove(file);
                resting.removeIf(one -> one.file() == file);
                quietSince.remove(file);
            }
        }
    }

    /** Looks after those that rest. */
    void watch() throws IOException {
        for (Resting one : List.copyOf(resting)) {
            TrackedFile file = one.file();
            FoundFile there = FoundFile.at(file.path())
                    .filter(found -> found.key().equals(file.key()))
                    .orElse(null);
            if (there == null && one.lostAt() == 0) {
                there = Rotated.find(file).orElse(null);
            }
            if (there == null) {
                lost(one);
            } else if (there.size() > file.readTo() && !there.isPacked() && Files.isReadable(there.path())) {
                resting.remove(one);
                file.seen(there);
                leaving.add(file);
            } else if (!there.path().equals(file.path())) {
                file.seen(there);
            }
        }
    }

    private void lost(Resting one) {
        if (one.lostAt() == 0) {
            resting.set(resting.indexOf(one), new Resting(one.file(), System.nanoTime()));
        } else if (System.nanoTime() - one.lostAt() > REMEMBERED) {
            resting.remove(one);
        }
    }

    /**
     * Files that left the listing are read on where they are now: through their open channel or under their new name. What
     * came and went between two looks is found by its name between theirs and the present.
     *
     * @param files that are in the listing
     */
    void add(List<TrackedFile> lost, List<TrackedFile> files, boolean first) throws IOException {
        leaving.addAll(lost);
        List<FoundFile> left = new ArrayList<>();
        for (TrackedFile file : List.copyOf(leaving)) {
            if (file.isOpen() && !lost.contains(file)) {
                continue;
            }
            FoundFile now = Rotated.find(file).orElse(null);
            if (now != null && lost.contains(file)) {
                left.add(now);
            }
            if (now != null && !file.isOpen()) {
                file.seen(now);
            } else if (now == null && !file.isOpen()) {
                leaving.remove(file);
                rest(file);
                tellIfGone(file, first);
            }
        }
        // Only now: the number of a file that is gone may have been given to another, so keys had to be brought up to
        // date.
        // What lies between those that left was known before, and may have been read and forgotten since.
        FoundFile newest =
                left.stream().max(Comparator.comparingLong(Rotated::age)).orElse(null);
        if (newest != null) {
            List<TrackedFile> known = new ArrayList<>(files);
            known.addAll(all());
            for (FoundFile between : screening.passed(Rotated.since(newest, known))) {
                leaving.add(new TrackedFile(between, 0, Past.of(Fingerprint.of(between.path(), Fingerprint.FULL))));
            }
        }
    }

    private void tellIfGone(TrackedFile file, boolean first) throws IOException {
        @Nullable FoundFile there = FoundFile.at(file.path()).orElse(null);
        boolean denied = there != null && there.key().equals(file.key());
        if (!denied && (first || file.size() > file.offset())) {
            notice.accept(file.path() + " is gone: what was added to it after byte " + file.offset()
                    + " cannot be read any more");
        }
    }

    boolean holdsOpen() {
        return leaving.stream().anyMatch(TrackedFile::isOpen);
    }

    void close() {
        leaving.forEach(TrackedFile::close);
    }
}
