package io.nilometer.connectors.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.nilometer.api.Source.Progress;
import io.nilometer.connectors.SourceReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Followed files that are cut back in place, as {@code copytruncate} does, and have grown again before anybody looks. */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class CutBackFileTest {

    private static final String BANNER = "# a banner that every file begins with ".repeat(40) + "\n";

    @TempDir
    Path folder;

    private SourceReader follow(Map<String, String> from, String path) {
        return SourceReader.open(new FileSourceFactory(), folder, false, from, "path", path, "follow", true);
    }

    private Path log() {
        return folder.resolve("app.log");
    }

    private void append(String text) throws IOException {
        Files.writeString(log(), text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private void rewrite(String text) throws IOException {
        Files.writeString(log(), text, StandardOpenOption.TRUNCATE_EXISTING);
    }

    @Test
    void one_that_has_grown_beyond_its_old_end_is_read_from_its_beginning() throws IOException {
        append("1\n2\n");
        try (SourceReader reader = follow(Map.of(), "app.log")) {
            reader.untilRecords(2).untilProgress(Progress.AT_END);
            rewrite("a\nb\nc\nd\n");
            assertThat(reader.untilRecords(6).all()).containsExactly("1", "2", "a", "b", "c", "d");
            assertThat(reader.notices()).filteredOn(n -> n.contains("cut back")).hasSize(1);
        }
    }

    @Test
    void one_that_begins_as_before_is_known_by_what_came_before_the_place() throws IOException {
        append(BANNER + "1\n2\n");
        try (SourceReader reader = follow(Map.of(), "app.log")) {
            reader.untilRecords(3).untilProgress(Progress.AT_END);
            rewrite(BANNER + "a\nb\nc\nd\n");
            assertThat(reader.untilRecords(8).all())
                    .containsExactly(
                            BANNER.stripTrailing() + " ", "1", "2", BANNER.stripTrailing() + " ", "a", "b", "c", "d");
        }
    }

    @Test
    void one_of_the_same_size_is_read_again() throws IOException {
        append(BANNER + "1\n2\n");
        try (SourceReader reader = follow(Map.of(), "app.log")) {
            reader.untilRecords(3).untilProgress(Progress.AT_END);
            rewrite(BANNER + "a\nb\n");
            assertThat(reader.untilRecords(6).all()).endsWith("a", "b");
        }
    }

    @Test
    void so_it_is_over_a_restart() throws IOException {
        append(BANNER + "1\n2\n");
        Map<String, String> place;
        try (SourceReader reader = follow(Map.of(), "app.log")) {
            place = reader.untilRecords(3).resume();
        }
        rewrite(BANNER + "a\nb\nc\n");
        try (SourceReader reader = follow(place, "app.log")) {
            assertThat(reader.untilRecords(4).all()).endsWith("a", "b", "c");
            assertThat(reader.notices()).anyMatch(notice -> notice.contains("cut back"));
        }
    }

    @Test
    void a_line_that_was_cut_off_unfinished_is_not_glued_to_what_came_in_its_place() throws IOException {
        append(BANNER + "tw");
        try (SourceReader reader = follow(Map.of(), "app.log")) {
            reader.untilRecords(1).untilProgress(Progress.AT_END);
            rewrite(BANNER + "three\nfour\n");
            assertThat(reader.untilRecords(3).all()).containsExactly(BANNER.stripTrailing() + " ", "three", "four");
        }
    }

    /** The copy is complete: nothing is written between copying and cutting, so every line has to come exactly once. */
    @Test
    void whatever_is_copied_and_cut_back_when_each_line_comes_once() throws IOException {
        for (int round = 0; round < 12; round++) {
            long seed = System.nanoTime();
            Random random = new Random(seed);
            Files.deleteIfExists(log());
            Files.deleteIfExists(folder.resolve("app.log.1"));
            String path = random.nextBoolean() ? "app.log" : "app.log*";
            List<String> written = new ArrayList<>();
            List<String> read = new ArrayList<>();
            SourceReader reader = follow(Map.of(), path);
            try {
                for (int step = 0; step < 60; step++) {
                    switch (random.nextInt(12)) {
                        case 0 -> {
                            if (!written.isEmpty() && Files.size(log()) > 0) {
                                reader.untilRecords(written.size() - read.size());
                                Files.deleteIfExists(folder.resolve("app.log.1"));
                                Files.copy(log(), folder.resolve("app.log.1"));
                                rewrite("");
                            }
                        }
                        case 1 -> {
                            int owed = written.size() - read.size();
                            read.addAll(reader.untilRecords(owed).all());
                            Map<String, String> place = reader.resume();
                            reader.close();
                            reader = follow(place, path);
                        }
                        case 2 -> reader.poll(Duration.ZERO);
                        default -> {
                            String line = "line " + written.size() + "x".repeat(random.nextInt(40));
                            append(line + "\n");
                            written.add(line);
                        }
                    }
                }
                read.addAll(reader.untilRecords(written.size() - read.size()).all());
            } finally {
                reader.close();
            }
            assertThat(read).as("seed %d", seed).containsExactlyInAnyOrderElementsOf(written);
        }
    }
}
