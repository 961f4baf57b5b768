package io.nilometer.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AsideFolderTest {

    @TempDir
    private Path folder;

    @Test
    void keeps_what_a_run_has_put_there_until_the_next_one_takes_its_place() throws IOException {
        Path usual = folder.resolve(".nilometer");
        Path kept;
        try (AsideFolder aside = AsideFolder.open(usual, "p")) {
            kept = put(aside, "rejected", "{}\n");
        }
        assertThat(kept).hasContent("{}\n");
        try (AsideFolder aside = AsideFolder.open(usual, "p")) {
            assertThat(kept).doesNotExist();
            assertThat(kept.startsWith(aside.path())).isTrue();
        }
    }

    @Test
    void two_runs_at_the_same_time_do_not_mix() throws IOException {
        Path usual = folder.resolve(".nilometer");
        try (AsideFolder one = AsideFolder.open(usual, "p");
                AsideFolder two = AsideFolder.open(usual, "p")) {
            assertThat(one.path()).isNotEqualTo(two.path());
            put(one, "rejected", "one");
            put(two, "late", "two");
        }
        assertThat(usual.resolve("p/until-end/rejected/rejected.ndjson")).hasContent("one");
        assertThat(usual.resolve("p/until-end-2/late/late.ndjson")).hasContent("two");
    }

    @Test
    void leaves_nothing_behind_when_nothing_was_kept() throws IOException {
        try (AsideFolder aside = AsideFolder.open(folder.resolve(".nilometer"), "p")) {
            put(aside, "rejected", "");
        }
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void where_nothing_can_be_written_it_is_among_the_temporary_files() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "not a folder");
        try (AsideFolder aside = AsideFolder.open(file, "p")) {
            assertThat(aside.path()).isDirectory();
            assertThat(aside.path().getFileName().toString()).startsWith("nilometer-p-");
        }
    }

    private static Path put(AsideFolder aside, String relation, String text) throws IOException {
        Path file = aside.path().resolve(relation).resolve(relation + ".ndjson");
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }
}
