package io.nilometer.cli.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Locale;

/** Tells whether two paths lead to the same file, however they are written, and whether or not it is there. */
public final class SamePlace {

    private SamePlace() {}

    /** Equal for paths that lead to one file: by links of either kind, and by other letters where the file system ignores case. */
    public static Object of(Path path) {
        Path whole = path.toAbsolutePath().normalize();
        try {
            Object key = Files.readAttributes(whole, BasicFileAttributes.class).fileKey();
            return key == null ? whole.toRealPath().toString() : key;
        } catch (IOException e) {
            return missing(whole);
        }
    }

    private static String missing(Path path) {
        for (Path above = path.getParent(); above != null; above = above.getParent()) {
            try {
                Path real = above.toRealPath();
                String rest = above.relativize(path).toString();
                return real.resolve(ignoresCase(real) ? rest.toLowerCase(Locale.ROOT) : rest)
                        .toString();
            } catch (IOException e) {
                // It is not there either.
                continue;
            }
        }
        return path.toString();
    }

    private static boolean ignoresCase(Path folder) throws IOException {
        Path name = folder.getFileName();
        if (name == null) {
            return false;
        }
        String other = name.toString().toUpperCase(Locale.ROOT);
        if (other.equals(name.toString())) {
            other = other.toLowerCase(Locale.ROOT);
        }
        Path swapped = folder.resolveSibling(other);
        return !other.equals(name.toString()) && Files.exists(swapped) && Files.isSameFile(folder, swapped);
    }
}
