package io.nilometer.connectors.file;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The order of the files of one partition: by folder and name, but rotated files come before the file they were rotated
 * from, the oldest first.
 */
final class ReadingOrder {

    private ReadingOrder() {}

    static List<FoundFile> sorted(List<FoundFile> found) {
        Set<Path> present = new HashSet<>();
        found.forEach(file -> present.add(file.path()));
        return found.stream()
                .map(file -> Entry.of(file, present))
                .sorted(Comparator.comparing(Entry::family)
                        .thenComparingLong(Entry::age)
                        .thenComparing(entry -> entry.file().path()))
                .map(Entry::file)
                .toList();
    }

    /** @param age grows towards the present within a family */
    private record Entry(FoundFile file, Path family, long age) {

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
