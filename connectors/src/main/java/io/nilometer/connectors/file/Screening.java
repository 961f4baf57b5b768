package io.nilometer.connectors.file;

import io.nilometer.api.NilometerException;
import io.nilometer.connectors.file.unpack.Content;
import io.nilometer.connectors.file.unpack.Packing;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Lets only files through that lines can be read from, and says how they are packed. Looks into each file once, and again
 * when that may have changed. Files that were read before are let through whatever they look like now.
 */
final class Screening {

    private static final int LOOKERS = 16;

    private final boolean wide;
    private final FileReport report;
    private final Predicate<FoundFile> finished;
    private final Map<String, Verdict> verdicts = new HashMap<>();
    private final Set<Path> twice = new HashSet<>();
    private final Set<String> readBefore = new HashSet<>();

    /** @param wide whether text takes two bytes a character */
    Screening(boolean wide, FileReport report) {
        this(wide, report, file -> false);
    }

    /** @param finished tells files that need not be looked at again: nothing more is read of them */
    Screening(boolean wide, FileReport report, Predicate<FoundFile> finished) {
        this.wide = wide;
        this.report = report;
        this.finished = finished;
    }

    /** @param refusal null for a file that can be read */
    private record Verdict(
            FoundFile file,
            @Nullable Packing packing,
            boolean decided,
            @Nullable Refusal refusal) {

        boolean holds(FoundFile now) {
            boolean same = now.sort() == file.sort()
                    && now.size() == file.size()
                    && now.modified().equals(file.modified());
            return same && !(refusal != null && refusal.denied() && Files.isReadable(now.path()));
        }

        /** For a file that has only grown; the number of one that was removed may have been given to a packed one. */
        Optional<Verdict> grown(FoundFile now) {
            try {
                return refusal == null
                                && decided
                                && now.size() >= file.size()
                                && now.looked().packing() == packing
                        ? Optional.of(new Verdict(now, packing, true, null))
                        : Optional.empty();
            } catch (IOException e) {
                throw FileErrors.unreadable(now.path(), e);
            }
        }
    }

    private record Refusal(String what, String remedy, boolean denied) {}

    void readBefore(Collection<TrackedFile> files) {
        files.stream().filter(file -> file.offset() > 0).map(TrackedFile::key).forEach(readBefore::add);
    }

    /** A file that has to be readable. */
    FoundFile only(FoundFile file) {
        Verdict verdict = verdict(file);
        verdicts.put(file.key(), verdict);
        Refusal refusal = verdict.refusal();
        if (refusal == null) {
            return file.packedBy(verdict.packing());
        }
        if (refusal.denied()) {
            throw FileErrors.unreadable(
                    file.path(), new AccessDeniedException(file.path().toString()));
        }
        throw FileErrors.notLines(file.path(), refusal.what(), refusal.remedy());
    }

    /** What can be read of these; the rest is told, each file once. */
    List<FoundFile> passed(List<FoundFile> found) {
        List<FoundFile> passed = new ArrayList<>();
        lookAhead(found);
        for (FoundFile file : once(found)) {
            Verdict verdict = verdicts.get(file.key());
            if (verdict == null || !verdict.holds(file)) {
                Verdict before = verdict;
                Verdict now =
                        before == null ? verdict(file) : before.grown(file).orElseGet(() -> verdict(file));
                if (now.refusal() != null && (verdict == null || !now.refusal().equals(verdict.refusal()))) {
                    report.leftOut(
                            file.path(), now.refusal().what(), now.refusal().remedy());
                }
                verdict = now;
                verdicts.put(file.key(), verdict);
            }
            if (verdict.refusal() == null) {
                passed.add(file.packedBy(verdict.packing()));
            }
        }
        if (verdicts.size() > 2 * found.size()) {
            verdicts.keySet().retainAll(found.stream().map(FoundFile::key).collect(Collectors.toSet()));
        }
        return passed;
    }

    /** Opening a remote file takes long, and its store has time for many. */
    private void lookAhead(List<FoundFile> found) {
        List<FoundFile> fresh = found.stream()
                .filter(file -> file.isRemote() && !verdicts.containsKey(file.key()))
                .toList();
        if (fresh.isEmpty()) {
            return;
        }
        ExecutorService lookers = Executors.newFixedThreadPool(Math.min(LOOKERS, fresh.size()));
        try {
            Map<FoundFile, Future<Verdict>> looks = new LinkedHashMap<>();
            fresh.forEach(file -> looks.put(file, lookers.submit(() -> verdict(file))));
            for (Map.Entry<FoundFile, Future<Verdict>> look : looks.entrySet()) {
                FoundFile file = look.getKey();
                Verdict seen = look.getValue().get();
                verdicts.put(file.key(), seen);
                if (seen.refusal() != null) {
                    report.leftOut(
                            file.path(), seen.refusal().what(), seen.refusal().remedy());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw FileErrors.interrupted("the beginnings of files", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof NilometerException ours ? ours : new IllegalStateException(e.getCause());
        } finally {
            lookers.shutdownNow();
        }
    }

    /** A file with several names, as a link gives, is read once. */
    private List<FoundFile> once(List<FoundFile> found) {
        Map<String, FoundFile> byKey = new LinkedHashMap<>();
        for (FoundFile file : found) {
            FoundFile other = byKey.putIfAbsent(file.key(), file);
            if (other != null) {
                boolean better = Files.isSymbolicLink(other.path()) && !Files.isSymbolicLink(file.path());
                byKey.put(file.key(), better ? file : other);
                FoundFile second = better ? other : file;
                if (twice.add(second.path())) {
                    report.leftOut(
                            second.path(),
                            "the file " + byKey.get(file.key()).path().getFileName() + " under another name",
                            "it is read once");
                }
            }
        }
        return List.copyOf(byKey.values());
    }

    /** Makes the next look look into a file again. */
    void lookAgain(String key) {
        verdicts.remove(key);
    }

    /** Whether there are too few bytes in a file to say what it is. */
    boolean isUndecided(FoundFile file) {
        return Optional.ofNullable(verdicts.get(file.key()))
                .filter(verdict -> !verdict.decided())
                .isPresent();
    }

    private Verdict verdict(FoundFile file) {
        Refusal refusal =
                switch (file.sort()) {
                    case FILE -> null;
                    case SPECIAL ->
                        new Refusal(
                                "a pipe, a socket or a device",
                                "name files; what comes through a pipe is read by the source stdin",
                                false);
                    case DANGLING_LINK -> new Refusal("a link to nothing", "remove it or mend it", false);
                    case LINK_TO_ITS_OWN_FOLDER ->
                        new Refusal(
                                "a link to a folder that it lies in",
                                "remove it or name its folder more closely",
                                false);
                    case CLOSED_FOLDER -> denied("a folder");
                    case FOLDER -> new Refusal("a folder", "to read what is in it, name " + inside(file.path()), false);
                };
        return refusal == null ? look(file) : new Verdict(file, null, true, refusal);
    }

    private static String inside(Path folder) {
        return folder.resolve("**").toString();
    }

    private static Refusal denied(String what) {
        return new Refusal(what + " that may not be read", "give the user that runs this the right to read it", true);
    }

    private Verdict look(FoundFile file) {
        if (finished.test(file)) {
            return new Verdict(file, null, true, null);
        }
        try {
            Content content =
                    readBefore.contains(file.key()) ? Content.packing(file.path()) : Content.of(file.path(), wide);
            if (content instanceof Content.Other other) {
                return new Verdict(file, null, true, new Refusal(other.what(), other.remedy(), false));
            }
            Packing packing = content instanceof Content.Packed packed ? packed.packing() : null;
            return new Verdict(file, packing, !(content instanceof Content.Undecided), null);
        } catch (AccessDeniedException e) {
            return new Verdict(file, null, true, denied("a file"));
        } catch (NoSuchFileException e) {
            if (file.isRemote()) {
                throw FileErrors.notThereYet(file.path(), e);
            }
            // Gone since it was listed: whoever reads it next will see.
            return new Verdict(file, null, false, null);
        } catch (IOException e) {
            throw FileErrors.unreadable(file.path(), e);
        }
    }
}
