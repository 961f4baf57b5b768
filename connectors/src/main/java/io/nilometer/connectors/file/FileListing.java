package io.nilometer.connectors.file;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.PatternSyntaxException;

/** Finds the files that a configured path stands for now, by name. Hidden files don't count. */
final class FileListing {

    private final Path base;
    private final String path;
    private final PathMatcher names;
    private boolean wasFile;

    /**
     * @param base where relative paths start
     * @param pattern a glob for the names in a directory
     */
    FileListing(Path base, String path, String pattern) {
        this.base = base.toAbsolutePath().normalize();
        this.path = path;
        this.names = matcher(pattern);
    }

    /** What is wrong with a glob, to complete "the pattern …". */
    static Optional<String> problemOf(String glob) {
        try {
            matcher(glob);
            return Optional.empty();
        } catch (PatternSyntaxException e) {
            return Optional.of("is not a glob: " + e.getDescription());
        }
    }

    String path() {
        return path;
    }

    /** The path, from the root. */
    Path whole() {
        return base.resolve(path).normalize();
    }

    /** Whether it names one file, which then has to be readable. */
    boolean isOneFile() {
        Path whole = whole();
        return !Files.isDirectory(whole) && (!isGlob(path) || Files.exists(whole));
    }

    /** It has been a file: a folder in its place is not meant. */
    void isFile() {
        wasFile = true;
    }

    List<FoundFile> list() {
        Path whole = whole();
        try {
            if (Files.isDirectory(whole)) {
                if (wasFile) {
                    return List.of(FoundFile.unreachable(whole, FoundFile.Sort.FOLDER));
                }
                return sorted(walk(whole, 1, file -> names.matches(file.getFileName()), folder -> true));
            }
            if (isGlob(path) && !Files.exists(whole)) {
                return sorted(matching(whole));
            }
            Optional<FoundFile> one = FoundFile.at(whole);
            wasFile |= one.isPresent();
            return one.map(List::of)
                    .orElse(
                            wasFile && Files.isSymbolicLink(whole)
                                    ? List.of(FoundFile.unreachable(whole, FoundFile.Sort.DANGLING_LINK))
                                    : List.of());
        } catch (IOException e) {
            throw FileErrors.unreadable(whole, e);
        }
    }

    private static List<FoundFile> sorted(List<FoundFile> found) {
        found.sort(Comparator.comparing(FoundFile::path));
        return found;
    }

    private static List<FoundFile> matching(Path glob) throws IOException {
        Path root = glob.getRoot();
        int depth = 0;
        for (Path part : glob) {
            if (depth > 0 || isGlob(part.toString())) {
                depth++;
            } else {
                root = root.resolve(part);
            }
        }
        PathMatcher wanted = matcher(glob.toString());
        return walk(root, glob.toString().contains("**") ? Integer.MAX_VALUE : depth, wanted, wanted);
    }

    /** @param foldersWanted which folders that are not looked into are in the listing */
    private static List<FoundFile> walk(Path root, int depth, PathMatcher wanted, PathMatcher foldersWanted)
            throws IOException {
        List<FoundFile> found = new ArrayList<>();
        if (!Files.isDirectory(root)) {
            return found;
        }
        Files.walkFileTree(root, EnumSet.of(FileVisitOption.FOLLOW_LINKS), depth, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (file.getFileName().toString().startsWith(".")) {
                    return FileVisitResult.CONTINUE;
                }
                if (attributes.isDirectory() && foldersWanted.matches(file)) {
                    found.add(FoundFile.unreachable(file, FoundFile.Sort.FOLDER));
                } else if (!attributes.isDirectory() && wanted.matches(file)) {
                    found.add(FoundFile.of(file, attributes));
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException cause) throws IOException {
                if (cause instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                } else if (cause instanceof FileSystemLoopException) {
                    found.add(FoundFile.unreachable(file, FoundFile.Sort.LINK_TO_ITS_OWN_FOLDER));
                    return FileVisitResult.CONTINUE;
                } else if (cause instanceof AccessDeniedException && !file.equals(root)) {
                    found.add(FoundFile.unreachable(file, FoundFile.Sort.CLOSED_FOLDER));
                    return FileVisitResult.CONTINUE;
                }
                throw cause;
            }
        });
        return found;
    }

    private static boolean isGlob(String text) {
        return text.chars().anyMatch(c -> c == '*' || c == '?' || c == '[' || c == '{');
    }

    private static PathMatcher matcher(String glob) {
        return FileSystems.getDefault().getPathMatcher("glob:" + glob);
    }
}
