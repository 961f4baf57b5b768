package io.nilometer.connectors.file;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Which files are one partition: a file with all that was rotated from it. Every other file is one of its own. */
final class Families {

    private final Map<Path, Collection<TrackedFile>> known;
    private final Map<String, Owned> byKey = new HashMap<>();
    private final Map<Path, List<Path>> alike = new HashMap<>();

    private record Owned(Path family, TrackedFile file) {}

    private Families(Map<Path, Collection<TrackedFile>> known) {
        this.known = known;
        known.forEach((family, files) -> {
            files.forEach(file -> byKey.put(file.key(), new Owned(family, file)));
            alike.computeIfAbsent(original(family), first -> new ArrayList<>()).add(family);
        });
    }

    /**
     * The files of each partition, the oldest first; partitions by their folder and name. A partition is named after the
     * file that the others were rotated from.
     *
     * @param known by partition, what of it has been read: it stays there, whatever it is called by now
     */
    static Map<Path, List<FoundFile>> of(List<FoundFile> found, Map<Path, Collection<TrackedFile>> known)
            throws IOException {
        Families families = new Families(known);
        Map<Path, List<FoundFile>> divided = new TreeMap<>();
        for (ReadingOrder.Entry entry : ReadingOrder.sorted(found, known.keySet())) {
            divided.computeIfAbsent(families.of(entry), first -> new ArrayList<>())
                    .add(entry.file());
        }
        return divided;
    }

    /** Each file by itself: what is complete when it appears is not rotated any more. */
    static Map<Path, List<FoundFile>> single(List<FoundFile> found) {
        Map<Path, List<FoundFile>> divided = new TreeMap<>();
        found.forEach(file -> divided.put(file.path(), List.of(file)));
        return divided;
    }

    private Path of(ReadingOrder.Entry entry) throws IOException {
        FoundFile file = entry.file();
        Owned owned = byKey.get(file.key());
        if (owned == null) {
            return byContent(entry);
        }
        boolean same = owned.family().equals(entry.original())
                || owned.file().path().equals(file.path())
                // The number of a removed file may have been given to another.
                || owned.file().fingerprint().matches(file);
        return same ? owned.family() : entry.original();
    }

    /** What rotation has packed or copied is a new file with a name that tells only what it came from. */
    private Path byContent(ReadingOrder.Entry entry) throws IOException {
        for (Path family : alike.getOrDefault(original(entry.file().path()), List.of())) {
            if (!family.equals(entry.original())
                    && !known.containsKey(entry.file().path())) {
                for (TrackedFile file : known.getOrDefault(family, List.of())) {
                    if (file.fingerprint().matches(entry.file())) {
                        return family;
                    }
                }
            }
        }
        return entry.original();
    }

    private static Path original(Path path) {
        return path.resolveSibling(RotatedName.of(path.getFileName().toString()).original());
    }
}
