package io.nilometer.embedded.store;

import io.nilometer.api.NilometerException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** What can be wrong with a state directory, with what to do about it. */
final class StateErrors {

    private StateErrors() {}

    static NilometerException corrupt(String what, @Nullable Throwable cause) {
        return new NilometerException(
                "state-corrupt", what, "restore the state directory from a copy, or start with a new one", cause);
    }

    static NilometerException unusable(Path path, Throwable cause) {
        return new NilometerException(
                "state-directory",
                "cannot use " + path + " for state: " + cause,
                "give a --state directory that this user can write to",
                cause);
    }

    static NilometerException notOurs(Path path, String found) {
        return new NilometerException(
                "state-directory",
                path + " is not a state directory: it holds " + found,
                "give another --state directory, or remove what is in this one");
    }

    static NilometerException otherFormat(Path path, String found, String known) {
        return new NilometerException(
                "state-format",
                "the state in " + path + " has format \"" + found + "\"; this version reads \"" + known + "\"",
                "go on with the version that wrote it, or give another --state directory");
    }
}
