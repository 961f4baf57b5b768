package io.nilometer.connectors.file;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The order of files: by folder and name, but rotated files come before the file they were rotated from, the oldest first.
 */
final class ReadingOrder {

    private ReadingOrder() {}

    /** @param originals files that are known although they may not be there just now */
    static List<Entry> sorted(List<FoundFile> found, Set<Path> originals) {
        Set<Path> present = new HashSet<>(originals);
        found.forEach(file -> present.add(file.path()));
        return found.stream()
                .map(file -> Entry.of(file, present))
                .sorted(Comparator.comparing(Entry::original)
                        .thenComparingLong(Entry::age)
                        .thenComparing(entry -> entry.file().path()))
                .toList();
    }

    /**
     * @param original the file that it was rotated from, or itself
     * @param age grows towards the present among the files rotated from one
     */
    record Entry(FoundFile file, Path original, long age) {

        static Entry of(FoundFile file, Set<Path> present) {
            RotatedName name = RotatedName.of(file.path().getFileName().toString());
            Path original = file.path().resolveSibling(name.original());
            // part.1, part.2 are not rotated from anything unless there is a file called part.
            return name.isRotated() && present.contains(original)
                    ? new Entry(file, original, name.age())
                    : new Entry(file, file.path(), 0);
        }
    }
}
