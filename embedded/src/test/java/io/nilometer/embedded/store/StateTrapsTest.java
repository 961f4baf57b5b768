package io.nilometer.embedded.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nilometer.api.NilometerException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What somebody else has put where state is to be: nothing of it is followed, overwritten or waited for. */
@Timeout(60)
class StateTrapsTest {

    private static final List<String> NAMES =
            List.of("owner", "last-commit", "format", "format.next", "db", "db/LOG", "db/CURRENT", "db/LOCK");

    @TempDir
    Path folder;

    @Test
    void links_pipes_and_folders_under_names_of_ours_are_told_and_left_alone() throws Exception {
        Path victim = Files.writeString(folder.resolve("victim"), "precious");
        for (String name : NAMES) {
            for (String kind : List.of("link", "dangling", "pipe", "folder")) {
                if (kind.equals("folder") && name.startsWith("db")) {
                    continue;
                }
                Path state = folder.resolve("state-" + name.replace('/', '-') + kind);
                Path place = state.resolve(name);
                Files.createDirectories(place.getParent());
                switch (kind) {
                    case "link" -> Files.createSymbolicLink(place, victim);
                    case "dangling" -> Files.createSymbolicLink(place, folder.resolve("nowhere"));
                    case "folder" -> Files.createDirectory(place);
                    default ->
                        assertThat(new ProcessBuilder("mkfifo", place.toString())
                                        .start()
                                        .waitFor())
                                .isZero();
                }
                assertThatThrownBy(() -> StateStore.open(state))
                        .as("%s as %s", name, kind)
                        .isInstanceOfSatisfying(
                                NilometerException.class,
                                e -> assertThat(e.problem().code()).isEqualTo("not-our-file"))
                        .hasMessageContaining(place.toString());
                assertThat(victim).hasContent("precious");
                assertThat(folder.resolve("nowhere")).doesNotExist();
            }
        }
    }

    @Test
    void a_link_to_somebody_elses_folder_does_not_get_our_permissions() throws Exception {
        Path theirs = Files.createDirectory(folder.resolve("theirs"));
        Files.setPosixFilePermissions(theirs, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path state = Files.createSymbolicLink(folder.resolve("state"), theirs);
        assertThatThrownBy(() -> StateStore.open(state)).hasMessageContaining("is a symbolic link");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(theirs)))
                .isEqualTo("rwxr-xr-x");
        assertThat(theirs).isEmptyDirectory();
    }
}
