package io.nilometer.connectors.file;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Finds what rotation made of a file: a file beside it, named after it. */
final class Rotated {

    private Rotated() {}

    /** Whether a path is that of a file rotated from another. */
    static boolean isRotation(Path path, Path original) {
        RotatedName name = RotatedName.of(path.getFileName().toString());
        RotatedName from = RotatedName.of(original.getFileName().toString());
        return path.resolveSibling(name.original()).equals(original.resolveSibling(from.original()))
                && name.isRotated()
                && !path.equals(original);
    }

    /** Where a file is now: the same inode under its own or a rotated name, or else one that begins with the same bytes. */
    static Optional<FoundFile> find(TrackedFile file) throws IOException {
        List<FoundFile> beside = beside(file.path());
        List<FoundFile> all = new ArrayList<>(beside);
        Optional<FoundFile> own = FoundFile.at(file.path());
        if (own.isPresent()) {
            all.add(own.get().looked());
        }
        for (FoundFile other : all) {
            if (other.key().equals(file.key())
                    && (file.fingerprint().length() == 0 || file.past().isIn(other))) {
                return Optional.of(other);
            }
        }
        for (FoundFile other : beside) {
            if (isLongEnough(other, file) && file.past().isIn(other)) {
                return Optional.of(other);
            }
        }
        return Optional.empty();
    }

    /** What a file that was copied and then cut back still had to give, to be read from the copy. */
    static Optional<TrackedFile> rest(TrackedFile file) throws IOException {
        for (FoundFile other : beside(file.path())) {
            if (!other.key().equals(file.key())
                    && isLongEnough(other, file)
                    && file.past().isIn(other)) {
                TrackedFile copy =
                        new TrackedFile(other, file.offset(), file.past().copy());
                return Optional.of(copy);
            }
        }
        return Optional.empty();
    }

    /** Files rotated after one of them, oldest first, that are not known. */
    static List<FoundFile> since(FoundFile rotated, List<TrackedFile> known) throws IOException {
        List<FoundFile> later = new ArrayList<>(beside(rotated.path()));
        later.removeIf(other -> age(other) <= age(rotated)
                || known.stream().anyMatch(file -> file.key().equals(other.key())));
        later.sort(Comparator.comparingLong(Rotated::age).thenComparing(FoundFile::path));
        return later;
    }

    /** Grows towards the present within one family of names. */
    static long age(FoundFile file) {
        return RotatedName.of(file.path().getFileName().toString()).age();
    }

    private static boolean isLongEnough(FoundFile other, TrackedFile file) {
        return other.isPacked() || other.size() >= file.offset();
    }

    private static List<FoundFile> beside(Path path) throws IOException {
        List<FoundFile> found = new ArrayList<>();
        try (DirectoryStream<Path> folder =
                Files.newDirectoryStream(path.toAbsolutePath().getParent(), other -> isRotation(other, path))) {
            for (Path other : folder) {
                Optional<FoundFile> one = FoundFile.at(other);
                if (one.isPresent() && one.get().sort() == FoundFile.Sort.FILE) {
                    found.add(one.get().looked());
                }
            }
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return found;
    }
}
