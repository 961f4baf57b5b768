package io.nilometer.cli.run;

import io.nilometer.api.NilometerException;
import io.nilometer.api.disk.OwnFile;
import io.nilometer.core.run.DirectoryOwner;
import io.nilometer.core.run.TemporaryDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where a run whose state is temporary keeps rejected and late records: a folder beside the states of the pipeline, one
 * run's own while it is open. What an earlier such run has kept there is replaced, never mixed with.
 */
public final class AsideFolder implements AutoCloseable {

    private static final String NAME = "until-end";

    /** So many runs of one pipeline at the same time. */
    private static final int MOST = 100;

    private static final List<String> KEPT = List.of("rejected", "late", "refused");

    private final Path path;
    private final @Nullable DirectoryOwner owner;
    private final List<Path> madeFor;

    /** @param madeFor folders above it that are of no use without it, from the inside out */
    private AsideFolder(Path path, @Nullable DirectoryOwner owner, List<Path> madeFor) {
        this.path = path;
        this.owner = owner;
        this.madeFor = madeFor;
    }

    /** Takes the first free folder of the pipeline; where none can be written to, one for temporary files. */
    public static AsideFolder open(Path usual, String pipeline) {
        try {
            for (int number = 1; number <= MOST; number++) {
                Path path = usual.resolve(pipeline).resolve(number == 1 ? NAME : NAME + "-" + number);
                try {
                    OwnFile.checkFolder(path);
                    Files.createDirectories(path);
                    DirectoryOwner owner = DirectoryOwner.take(path);
                    clear(path);
                    return new AsideFolder(path, owner, List.of(usual.resolve(pipeline), usual));
                } catch (NilometerException taken) {
                    continue;
                }
            }
        } catch (IOException | UncheckedIOException e) {
            // A folder that cannot be written to is no reason not to run.
            return temporary(pipeline);
        }
        return temporary(pipeline);
    }

    public Path path() {
        return path;
    }

    /** Leaves what was kept, and nothing when nothing was. */
    @Override
    public void close() {
        try {
            boolean any = false;
            for (String kept : KEPT) {
                any |= holdsRows(path.resolve(kept));
            }
            if (owner != null) {
                owner.close();
            }
            if (!any) {
                clear(path);
                Files.deleteIfExists(path.resolve(DirectoryOwner.FILE));
                Files.deleteIfExists(path);
                for (Path above : madeFor) {
                    if (isEmpty(above)) {
                        Files.delete(above);
                    }
                }
            }
        } catch (IOException | UncheckedIOException e) {
            // Left where it is, it is replaced by the next run.
            return;
        }
    }

    private static AsideFolder temporary(String pipeline) {
        try {
            return new AsideFolder(Files.createTempDirectory("nilometer-" + pipeline + "-"), null, List.of());
        } catch (IOException e) {
            throw new NilometerException(
                    "aside-folder",
                    "there is no place for rejected and late records: " + e,
                    "free some space, or give --results or --state a folder that can be written to",
                    e);
        }
    }

    private static boolean holdsRows(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".ndjson"))
                    .anyMatch(file -> file.toFile().length() > 0);
        }
    }

    private static void clear(Path path) throws IOException {
        for (String kept : KEPT) {
            TemporaryDirectory.delete(path.resolve(kept));
        }
    }

    private static boolean isEmpty(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.findAny().isEmpty();
        }
    }
}
