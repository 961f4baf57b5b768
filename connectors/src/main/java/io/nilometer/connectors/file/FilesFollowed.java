package io.nilometer.connectors.file;

import io.nilometer.api.Encodings;
import io.nilometer.api.NilometerException;
import io.nilometer.api.Options;
import io.nilometer.api.SourceContext;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/** The partitions of one path that is followed: their files grow, are rotated, come and go. */
final class FilesFollowed {

    private static final long IDLE_LOOK = Duration.ofMillis(100).toNanos();
    private static final long BUSY_LOOK = Duration.ofSeconds(1).toNanos();

    /** No more than this part of the time is spent on looking. */
    private static final int SHARE = 20;

    private static final int MOST_FILES = 100_000;

    private final int index;
    private final String path;
    private final Division division;
    private final SourceContext context;
    private final FileListing listing;
    private final FileReport report;
    private final Screening screening;
    private final Map<Path, Followed> followed = new LinkedHashMap<>();
    private final Duration grace;
    private boolean fromEnd;
    private boolean saidEmpty;
    private long lookedAt;
    private long lookNanos;

    private record Followed(FollowQueue queue, FilePartition partition) {}

    /**
     * @param fromEnd what is there now is not read
     * @param grace see {@link Departed}
     */
    FilesFollowed(
            int index, Division division, Options options, SourceContext context, boolean fromEnd, Duration grace) {
        this.index = index;
        this.path = options.get(FileSourceFactory.PATH).get(index);
        this.division = division;
        this.context = context;
        this.fromEnd = fromEnd;
        this.grace = grace;
        listing = new FileListing(FilePaths.of(context), path, options.get(FileSourceFactory.PATTERN));
        report = new FileReport(path, context.notice());
        screening = new Screening(Encodings.isWide(context.encoding()), report);
        screening.readBefore(division.tracked());
        if (division.known().containsKey(division.name(listing.whole()))) {
            listing.isFile();
        } else if (listing.isOneFile()) {
            listing.list().forEach(screening::only);
        }
    }

    /** Whether it is time to look again. */
    boolean isDue(boolean busy) {
        long pause = Math.max(busy ? BUSY_LOOK : IDLE_LOOK, SHARE * lookNanos);
        return lookedAt == 0 || System.nanoTime() - lookedAt > pause;
    }

    /**
     * Looks what is there.
     *
     * @param began takes partitions that are new here, and whether they were read before
     */
    void look(Consumer<Began> began) {
        long start = System.nanoTime();
        Map<Path, Collection<TrackedFile>> known = new HashMap<>();
        followed.forEach((original, one) -> known.put(original, one.queue().tracked()));
        List<FoundFile> found = found(known);
        try {
            if (lookedAt == 0) {
                begin(division.of(index, path, found), began);
            } else {
                Map<Path, List<FoundFile>> families = Families.of(found, known);
                followed.forEach((original, one) -> {
                    if (one.queue().look(families.getOrDefault(original, List.of()), false)) {
                        one.partition().filesChanged();
                    }
                });
                begin(division.more(index, path, families), began);
            }
        } catch (IOException e) {
            throw FileErrors.unreadable(Path.of(path), e);
        }
        fromEnd = false;
        lookedAt = System.nanoTime();
        lookNanos = lookedAt - start;
    }

    /** @param readBefore whether it is known to the engine, or has to be */
    record Began(FilePartition partition, boolean readBefore) {}

    private void begin(List<Division.Part> parts, Consumer<Began> began) {
        for (Division.Part part : parts) {
            ResumeText from = part.from() == null ? ResumeText.START : part.from();
            FollowQueue queue = FollowQueue.open(
                    path, part.files(), screening, from, fromEnd, context.notice(), report, () -> look(began), grace);
            long total = part.from() == null ? queue.skipped() : from.total();
            FilePartition partition = FilePartition.of(part.id(), queue, context, total);
            followed.put(part.original(), new Followed(queue, partition));
            began.accept(new Began(partition, fromEnd || part.from() != null));
        }
    }

    /** It is gone; under its name another may come. */
    void forget(FilePartition partition) {
        if (followed.values().removeIf(one -> one.partition() == partition)) {
            division.forget(partition.id().name());
        }
    }

    /** What is there, can be read, and is known or long enough to be told what it is. */
    private List<FoundFile> found(Map<Path, Collection<TrackedFile>> known) {
        List<FoundFile> all = listing.list();
        if (all.isEmpty() && !saidEmpty) {
            context.notice().accept("there is no file at " + path + " yet: waiting for it");
        }
        saidEmpty = all.isEmpty();
        if (all.size() > MOST_FILES) {
            throw new NilometerException(
                    "too-many-files",
                    path + " stands for " + all.size() + " files, more than " + MOST_FILES + " can be followed",
                    "narrow the path or pattern, or move finished files away");
        }
        List<FoundFile> found = new ArrayList<>(screening.passed(all));
        found.removeIf(file -> screening.isUndecided(file)
                && known.values().stream()
                        .flatMap(Collection::stream)
                        .noneMatch(one -> Objects.equals(one.key(), file.key())));
        return found;
    }
}
