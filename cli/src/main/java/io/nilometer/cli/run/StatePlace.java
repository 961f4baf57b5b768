package io.nilometer.cli.run;

import io.nilometer.api.NilometerException;
import java.net.URI;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where a run keeps its state: a folder per pipeline within that of {@code --state}.
 *
 * @param folder of the pipeline: a path on this machine, or a URI such as {@code hdfs://host/state/name}; empty when the
 *     state is temporary
 * @param aside folder on this machine for the rejected and late records; empty when they are not kept
 */
public record StatePlace(Optional<String> folder, Optional<Path> aside) {

    /** Where states and what belongs to them are kept when the command names no place. */
    public static final Path USUAL = Path.of(".nilometer");

    private static final String THIS_MACHINE = "file:";

    /** Two letters at least: {@code C:/state} is a path. */
    private static final Pattern URI_WITH_SCHEME = Pattern.compile("[a-zA-Z][a-zA-Z0-9+.-]+:/.*");

    /** By what the command says; no folder for a run that ends by itself and was given none. */
    public static StatePlace of(RunRequest request) {
        String name = request.program().pipeline().name();
        Path usual = USUAL.resolve(name);
        if (request.state().isEmpty()) {
            return request.untilEnd()
                    ? new StatePlace(Optional.empty(), request.aside())
                    : new StatePlace(Optional.of(usual.toString()), Optional.of(usual));
        }
        String state = request.state().get();
        if (isElsewhere(state)) {
            return new StatePlace(Optional.of(state.replaceAll("/+$", "") + "/" + name), Optional.of(usual));
        }
        Path folder = path(state).resolve(name);
        return new StatePlace(Optional.of(folder.toString()), Optional.of(folder));
    }

    /** Whether a {@code --state} names a file system that is not this machine's own. */
    public static boolean isElsewhere(String state) {
        return URI_WITH_SCHEME.matcher(state).matches() && !state.startsWith(THIS_MACHINE);
    }

    /** Whether a later run can continue where this one ends. */
    public boolean kept() {
        return folder.isPresent();
    }

    /**
     * The folder as a path; empty when the state is temporary.
     *
     * @throws NilometerException when it is not on this machine
     */
    public Optional<Path> local() {
        folder.filter(StatePlace::isElsewhere).ifPresent(elsewhere -> {
            throw new NilometerException(
                    "state-elsewhere",
                    "the state cannot be kept in " + elsewhere + ": this engine keeps it on this machine",
                    "give --state a folder of this machine, or use --engine spark");
        });
        return folder.map(Path::of);
    }

    private static Path path(String state) {
        if (!URI_WITH_SCHEME.matcher(state).matches()) {
            return Path.of(state);
        }
        try {
            return Path.of(URI.create(state));
        } catch (IllegalArgumentException | FileSystemNotFoundException e) {
            throw new NilometerException(
                    "state-place",
                    "--state " + state + " is no folder of this machine: " + e.getMessage(),
                    "write a path, such as /var/lib/nilometer",
                    e);
        }
    }
}
