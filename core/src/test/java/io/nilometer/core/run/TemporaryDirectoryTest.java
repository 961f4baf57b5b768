package io.nilometer.core.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class TemporaryDirectoryTest {

    private static final Path PLACE = Path.of(System.getProperty("java.io.tmpdir"));

    @Test
    void what_a_killed_process_left_goes_with_the_next_start_and_what_is_in_use_stays() throws Exception {
        Path elsewhere = Files.createTempFile("kept", "");
        Path orphan = Files.createTempDirectory("nilometer-orphan-");
        Files.writeString(orphan.resolve("owner"), "1");
        Files.createDirectories(orphan.resolve("content/db"));
        Files.writeString(orphan.resolve("content/db/1.log"), "x");
        Files.createSymbolicLink(orphan.resolve("content/link"), elsewhere);
        Path other = Files.createTempDirectory("nilometer-something-");
        Path link = Files.createSymbolicLink(PLACE.resolve("nilometer-link-" + System.nanoTime()), other);
        try (TemporaryDirectory first = TemporaryDirectory.create("nilometer-test")) {
            Files.writeString(first.path().resolve("mine"), "x");
            assertThat(orphan).doesNotExist();
            assertThat(elsewhere).exists();
            assertThat(other).exists();
            assertThat(link).exists();
            try (TemporaryDirectory second = TemporaryDirectory.create("nilometer-test")) {
                assertThat(first.path().resolve("mine")).exists();
                assertThat(second.path()).isEmptyDirectory();
            }
            assertThat(first.path().resolve("mine")).exists();
        } finally {
            Files.deleteIfExists(link);
            Files.deleteIfExists(other);
            Files.deleteIfExists(elsewhere);
        }
    }
}
