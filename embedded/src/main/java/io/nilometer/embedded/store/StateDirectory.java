package io.nilometer.embedded.store;

import io.nilometer.api.NilometerException;
import io.nilometer.api.disk.OwnFile;
import io.nilometer.core.run.DirectoryOwner;
import io.nilometer.core.scan.SlowRecords;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A directory that one process owns while it is open: {@code owner} (locked, holds the process id), {@code format} (written
 * when the database has been made), {@code db} and {@code last-commit}. Only its user can look inside.
 */
final class StateDirectory implements AutoCloseable {

    private static final String DATABASE = "db";
    private static final String WITNESS = "last-commit";
    private static final String FORMAT_FILE = "format";
    private static final String FORMAT = "nilometer state 2";
    private static final Set<String> OURS = Set.of(
            DirectoryOwner.FILE,
            FORMAT_FILE,
            FORMAT_FILE + OwnFile.NEXT,
            WITNESS,
            DATABASE,
            SlowRecords.FILE,
            SlowRecords.FILE + OwnFile.NEXT,
            "spark");

    private final Path path;
    private final DirectoryOwner owner;

    private StateDirectory(Path path, DirectoryOwner owner) {
        this.path = path;
        this.owner = owner;
    }

    /** @throws NilometerException when it cannot be used, another process has it, or it holds something else */
    static StateDirectory open(Path path) {
        try {
            OwnFile.checkFolder(path);
            Files.createDirectories(path);
            for (String name : List.of(DirectoryOwner.FILE, FORMAT_FILE, FORMAT_FILE + OwnFile.NEXT, WITNESS)) {
                OwnFile.check(path.resolve(name));
            }
            OwnFile.checkTree(path.resolve(DATABASE));
            checkContent(path);
            return new StateDirectory(path, DirectoryOwner.take(path));
        } catch (IOException e) {
            throw StateErrors.unusable(path, e);
        }
    }

    Path path() {
        return path;
    }

    Path witness() {
        return path.resolve(WITNESS);
    }

    /** Whether the database has been made whole once. */
    boolean isMade() {
        return Files.exists(path.resolve(FORMAT_FILE));
    }

    /** The database has been made: from now on it must be there. */
    void made() {
        try {
            OwnFile.replace(path.resolve(FORMAT_FILE), (FORMAT + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw StateErrors.unusable(path, e);
        }
    }

    @Override
    public void close() {
        try {
            owner.close();
        } catch (IOException e) {
            throw StateErrors.unusable(path, e);
        }
    }

    private static void checkContent(Path path) throws IOException {
        Path format = path.resolve(FORMAT_FILE);
        byte[] written = OwnFile.read(format).orElse(null);
        if (written != null) {
            String found = new String(written, StandardCharsets.UTF_8).strip();
            if (!found.equals(FORMAT)) {
                throw StateErrors.otherFormat(path, found, FORMAT);
            }
            if (!Files.exists(path.resolve(DATABASE).resolve("CURRENT"))) {
                throw StateErrors.corrupt("the state in " + path + " is damaged: its database is gone", null);
            }
            return;
        }
        try (Stream<Path> files = Files.list(path)) {
            files.map(file -> file.getFileName().toString())
                    .filter(name -> !OURS.contains(name))
                    .sorted()
                    .findFirst()
                    .ifPresent(name -> {
                        throw StateErrors.notOurs(path, name);
                    });
        }
    }
}
