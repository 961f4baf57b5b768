package io.nilometer.connectors.file;

import io.nilometer.api.PartitionId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Divides the files of the paths of one source into partitions, and gives these their names. */
final class Division {

    private final FilePaths paths;
    private final Map<String, ResumeText> known = new LinkedHashMap<>();
    private final Finished finished;
    private final Map<String, String> pathOf = new HashMap<>();
    private final Set<Path> changed = new LinkedHashSet<>();

    /** @param resume as {@link io.nilometer.api.Source#open} gets it */
    Division(FilePaths paths, Map<String, String> resume) {
        this.paths = paths;
        this.finished = Finished.parse(resume.getOrDefault(PartitionId.NOTE.name(), ""));
        resume.forEach((name, text) -> {
            if (!name.equals(PartitionId.NOTE.name())) {
                known.put(name, text.isEmpty() ? ResumeText.START : ResumeText.parse(text, paths));
            }
        });
    }

    /**
     * A partition of which there are files, or have been.
     *
     * @param files that are there now, the oldest first
     * @param from null when nothing of it has been read
     */
    record Part(
            PartitionId id,
            Path original,
            List<FoundFile> files,
            @Nullable ResumeText from) {}

    Finished finished() {
        return finished;
    }

    /** What was being read, by partition. */
    Map<String, ResumeText> known() {
        return known;
    }

    /** What has been read in part. */
    List<TrackedFile> tracked() {
        return known.values().stream().flatMap(text -> text.files().stream()).toList();
    }

    /**
     * The partitions of one path, by name. Those that were read before and have no files any more come last.
     *
     * @param index of the path among the source's
     */
    List<Part> of(int index, String path, List<FoundFile> found) {
        try {
            Map<Path, Collection<TrackedFile>> files = new HashMap<>();
            known.forEach((name, text) -> files.put(paths.resolve(name), text.files()));
            return of(index, path, Families.of(found, files));
        } catch (IOException e) {
            throw FileErrors.unreadable(paths.resolve(path), e);
        }
    }

    /** See {@link #of(int, String, List)}. */
    List<Part> of(int index, String path, Map<Path, List<FoundFile>> families) {
        try {
            List<Part> parts = new ArrayList<>(more(index, path, families));
            known.forEach((name, text) -> {
                Path original = paths.resolve(name);
                if (!families.containsKey(original) && text.order() == index) {
                    parts.add(new Part(new PartitionId(name, index), original, List.of(), text));
                }
            });
            return parts;
        } catch (IOException e) {
            throw FileErrors.unreadable(paths.resolve(path), e);
        }
    }

    /** The partitions that were not given out before. */
    List<Part> more(int index, String path, Map<Path, List<FoundFile>> families) throws IOException {
        Map<String, ResumeText> fresh = new LinkedHashMap<>();
        for (Map.Entry<Path, List<FoundFile>> family : families.entrySet()) {
            String name = name(family.getKey());
            if (isChanged(name, family.getValue())) {
                changed.add(family.getKey());
                continue;
            }
            String other = pathOf.putIfAbsent(name, path);
            if (other == null) {
                ResumeText from = known.get(name);
                from = from == null ? finished.find(name, family.getValue()) : from;
                fresh.put(name, from == null ? ResumeText.START : from);
            } else if (!other.equals(path)) {
                throw FileErrors.twice(name, other, path);
            }
        }
        if (fresh.isEmpty()) {
            return List.of();
        }
        List<Part> parts = new ArrayList<>();
        families.forEach((original, files) -> {
            String name = name(original);
            ResumeText from = fresh.get(name);
            if (from != null) {
                PartitionId id = new PartitionId(name, index);
                parts.add(new Part(id, original, files, from == ResumeText.START ? null : from));
            }
        });
        return parts;
    }

    /** Remote files are closed: one that is other than when it was read is not read again, nor from where it ended then. */
    private boolean isChanged(String name, List<FoundFile> files) throws IOException {
        return files.get(0).isRemote() && finished.contains(name) && !finished.holds(name, files);
    }

    /** Whether a remote file has been read to its end and has not changed since. */
    boolean isFinished(FoundFile file) {
        try {
            String name = name(file.path());
            return file.isRemote() && finished.contains(name) && finished.holds(name, List.of(file));
        } catch (IOException e) {
            throw FileErrors.unreadable(file.path(), e);
        }
    }

    /** Files that have changed after they were read, each as often as it is found. */
    Set<Path> takeChanged() {
        Set<Path> taken = Set.copyOf(changed);
        changed.clear();
        return taken;
    }

    /** A partition is gone; under its name another may come. */
    void forget(String name) {
        known.remove(name);
        pathOf.remove(name);
    }

    String name(Path original) {
        return paths.name(original);
    }
}
