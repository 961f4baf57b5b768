package io.nilometer.connectors.file;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
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
import org.jspecify.annotations.Nullable;

/** Finds the files that a configured path stands for now, by name. Hidden files don't count. */
final class FileListing {

    /** What writers of remote files call those that are not ready. */
    private static final String BEING_COPIED = "._COPYING_";

    private final Path whole;
    private final boolean glob;
    private final PathMatcher names;
    private boolean wasFile;

    /**
     * @param path as it was configured
     * @param pattern a glob for the names in a directory
     */
    FileListing(FilePaths paths, String path, String pattern) {
        this.whole = paths.resolve(path);
        this.glob = isGlob(path);
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

    /** The path, from the root. */
    Path whole() {
        return whole;
    }

    /** Whether it names one file, which then has to be readable. */
    boolean isOneFile() {
        try {
            BasicFileAttributes there = there(whole);
            return there == null ? !glob : !there.isDirectory();
        } catch (IOException e) {
            throw FileErrors.unreadable(whole, e);
        }
    }

    /** It has been a file: a folder in its place is not meant. */
    void isFile() {
        wasFile = true;
    }

    List<FoundFile> list() {
        try {
            BasicFileAttributes there = there(whole);
            if (there == null && glob) {
                return sorted(matching(whole));
            }
            if (there == null) {
                return wasFile && Files.isSymbolicLink(whole)
                        ? List.of(FoundFile.unreachable(whole, FoundFile.Sort.DANGLING_LINK))
                        : List.of();
            }
            if (there.isDirectory()) {
                return wasFile
                        ? List.of(FoundFile.unreachable(whole, FoundFile.Sort.FOLDER))
                        : sorted(walk(whole, 1, file -> names.matches(file.getFileName()), folder -> true));
            }
            wasFile = true;
            return List.of(FoundFile.of(whole, there));
        } catch (IOException e) {
            throw FileErrors.unreadable(whole, e);
        }
    }

    /** What stands under a path as it is written; null when nothing does. */
    private @Nullable BasicFileAttributes there(Path path) throws IOException {
        try {
            return Files.readAttributes(path, BasicFileAttributes.class);
        } catch (NoSuchFileException e) {
            return null;
        } catch (FileSystemException e) {
            // Below something that is no folder nothing can be.
            if (glob && !FilePaths.isRemote(path)) {
                return null;
            }
            throw e;
        }
    }

    private static List<FoundFile> sorted(List<FoundFile> found) {
        found.sort(Comparator.comparing(FoundFile::path));
        return found;
    }

    private List<FoundFile> matching(Path pattern) throws IOException {
        Path root = pattern.getRoot();
        int depth = 0;
        for (Path part : pattern) {
            if (depth > 0 || isGlob(part.toString())) {
                depth++;
            } else {
                root = root.resolve(part);
            }
        }
        PathMatcher wanted = pattern.getFileSystem().getPathMatcher("glob:" + pattern);
        return walk(root, pattern.toString().contains("**") ? Integer.MAX_VALUE : depth, wanted, wanted);
    }

    /** @param foldersWanted which folders that are not looked into are in the listing */
    private List<FoundFile> walk(Path root, int depth, PathMatcher wanted, PathMatcher foldersWanted)
            throws IOException {
        List<FoundFile> found = new ArrayList<>();
        BasicFileAttributes there = there(root);
        if (there == null || !there.isDirectory()) {
            return found;
        }
        Files.walkFileTree(root, EnumSet.of(FileVisitOption.FOLLOW_LINKS), depth, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                return FilePaths.isRemote(folder) && !folder.equals(root) && isHidden(folder)
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (isHidden(file)) {
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

    /** Spark and Hadoop put an underscore before the names of what is theirs, and of what is not ready. */
    private static boolean isHidden(Path file) {
        String name = file.getFileName().toString();
        return name.startsWith(".")
                || FilePaths.isRemote(file) && (name.startsWith("_") || name.endsWith(BEING_COPIED));
    }

    private static boolean isGlob(String text) {
        return text.chars().anyMatch(c -> c == '*' || c == '?' || c == '[' || c == '{');
    }

    private static PathMatcher matcher(String glob) {
        return FileSystems.getDefault().getPathMatcher("glob:" + glob);
    }
}
