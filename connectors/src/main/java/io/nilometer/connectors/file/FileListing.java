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

    /** Whether it names one file, which then has to be readable. */
    boolean isOneFile() {
        Path whole = base.resolve(path).normalize();
        return !Files.isDirectory(whole) && (!isGlob(path) || Files.exists(whole));
    }

    List<FoundFile> list() {
        Path whole = base.resolve(path).normalize();
        try {
            if (Files.isDirectory(whole)) {
                return sorted(walk(whole, 1, file -> names.matches(file.getFileName())));
            }
            if (isGlob(path) && !Files.exists(whole)) {
                return sorted(matching(whole));
            }
        } catch (IOException e) {
            throw FileErrors.unreadable(whole, e);
        }
        return FoundFile.at(whole).map(List::of).orElse(List.of());
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
        return walk(
                root, glob.toString().contains("**") ? Integer.MAX_VALUE : depth, matcher(glob.toString())::matches);
    }

    private static List<FoundFile> walk(Path root, int depth, PathMatcher wanted) throws IOException {
        List<FoundFile> found = new ArrayList<>();
        if (!Files.isDirectory(root)) {
            return found;
        }
        Files.walkFileTree(root, EnumSet.of(FileVisitOption.FOLLOW_LINKS), depth, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (!attributes.isDirectory()
                        && !file.getFileName().toString().startsWith(".")
                        && wanted.matches(file)) {
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
