package io.nilometer.connectors.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.nilometer.api.Source.Progress;
import io.nilometer.connectors.SourceReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 180, unit = TimeUnit.SECONDS)
class FollowedFileTest {

    @TempDir
    Path folder;

    private SourceReader follow(Map<String, String> from, String path, Object... more) {
        List<Object> options = new ArrayList<>(List.of("path", path, "follow", true));
        options.addAll(List.of(more));
        return SourceReader.open(new FileSourceFactory(), folder, false, from, options.toArray());
    }

    private Path log() {
        return folder.resolve("app.log");
    }

    private void append(Path file, String text) throws IOException {
        Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private void gzip(Path from, Path to) throws IOException {
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(to))) {
            Files.copy(from, out);
        }
        Files.setLastModifiedTime(to, Files.getLastModifiedTime(from));
        Files.delete(from);
    }

    @Test
    void a_line_counts_when_its_line_feed_has_come() throws IOException {
        append(log(), "one\ntw");
        try (SourceReader reader = follow(Map.of(), "app.log")) {
            reader.untilProgress(Progress.AT_END);
            assertThat(reader.all()).containsExactly("one");
            append(log(), "o\nthree\n");
            assertThat(reader.untilRecords(3).all()).containsExactly("one", "two", "three");
            assertThat(reader.positions("app.log")).containsExactly(0L, 4L, 8L);
        }
    }

    @Test
    void starts_at_the_end_when_told_and_reads_later_files_whole() throws IOException {
        append(log(), "old\n");
        try (SourceReader reader = follow(Map.of(), "*.log", "start", "end")) {
            reader.untilProgress(Progress.AT_END);
            append(log(), "new\n");
            reader.untilRecords(1);
            append(folder.resolve("b.log"), "first of b\n");
            assertThat(reader.untilRecords(2).all()).containsExactly("new", "first of b");
        }
    }

    @Test
    void waits_for_a_file_that_is_not_there_and_says_so_once() throws IOException {
        try (SourceReader reader = follow(Map.of(), "app.log")) {
            reader.untilProgress(Progress.AT_END);
            append(log(), "here\n");
            assertThat(reader.untilRecords(1).all()).containsExactly("here");
            assertThat(reader.notices()).hasSize(1).first().asString().contains("waiting");
        }
    }

    @Test
    void reads_the_rest_of_a_renamed_file_before_the_new_one() throws IOException {
        append(log(), "1\n2\n");
        try (SourceReader reader = follow(Map.of(), "app.log")) {
            reader.untilRecords(2);
            append(log(), "3\n");
            Files.move(log(), folder.resolve("app.log.1"));
            append(log(), "4\n");
            reader.untilRecords(4);
            append(folder.resolve("app.log.1"), "3b\n");
            reader.untilRecords(5);
            assertThat(reader.all()).containsExactly("1", "2", "3", "4", "3b");
        }
    }

    @Test
    void a_glob_over_rotated_files_reads_nothing_twice() throws IOException {
        append(log(), "1\n2\n");
        try (SourceReader reader = follow(Map.of(), "app.log*")) {
            reader.untilRecords(2);
            append(log(), "3\n");
            Files.move(log(), folder.resolve("app.log.1"));
            append(log(), "4\n");
            reader.untilRecords(4);
            gzip(folder.resolve("app.log.1"), folder.resolve("app.log.2.gz"));
            Files.move(log(), folder.resolve("app.log.1"));
            append(log(), "5\n");
            reader.untilRecords(5);
            append(log(), "6\n");
            assertThat(reader.untilRecords(6).all()).containsExactly("1", "2", "3", "4", "5", "6");
        }
    }

    @Test
    void a_file_that_is_copied_and_cut_back_loses_nothing_that_the_copy_has() throws IOException {
        String start = "a line long enough to know this file by\n";
        append(log(), start);
        try (SourceReader reader = follow(Map.of(), "app.log")) {
            reader.untilRecords(1);
            Files.writeString(folder.resolve("app.log.1"), start + "rest\n");
            Files.writeString(log(), "n\n");
            reader.untilRecords(3);
            assertThat(reader.all()).containsExactly(start.strip(), "rest", "n");
            assertThat(reader.notices()).anyMatch(notice -> notice.contains("cut back"));
        }
    }

    @Test
    void a_glob_over_copied_and_cut_back_files_reads_nothing_twice() throws IOException {
        append(log(), "first line\nsecond\n");
        try (SourceReader reader = follow(Map.of(), "app.log*")) {
            reader.untilRecords(2);
            Files.copy(log(), folder.resolve("app.log.1"));
            append(folder.resolve("app.log.1"), "in the copy only\n");
            long until = System.nanoTime() + 300_000_000L;
            reader.until(() -> System.nanoTime() > until);
            assertThat(reader.all()).hasSize(2);
            Files.writeString(log(), "new\n");
            reader.untilRecords(4);
            append(log(), "newer\n");
            assertThat(reader.untilRecords(5).all())
                    .containsExactly("first line", "second", "in the copy only", "new", "newer");
        }
    }

    @Test
    void a_deleted_and_recreated_file_is_read_from_its_beginning() throws IOException {
        append(log(), "1\n");
        try (SourceReader reader = follow(Map.of(), "app.log")) {
            reader.untilRecords(1);
            Files.delete(log());
            reader.until(() -> reader.notices().stream().anyMatch(notice -> notice.contains("waiting")));
            append(log(), "a new file\n");
            assertThat(reader.untilRecords(2).all()).containsExactly("1", "a new file");
        }
    }

    @Test
    void finds_its_place_in_files_rotated_and_packed_while_it_was_stopped() throws IOException {
        append(log(), "1\n2\n");
        Map<String, String> place;
        try (SourceReader reader = follow(Map.of(), "app.log")) {
            place = reader.untilRecords(2).resume();
        }
        append(log(), "3\n");
        Files.setLastModifiedTime(log(), java.nio.file.attribute.FileTime.fromMillis(1_000_000));
        gzip(log(), folder.resolve("app.log.2.gz"));
        append(folder.resolve("app.log.1"), "4\n");
        append(log(), "5\n");
        try (SourceReader reader = follow(place, "app.log")) {
            assertThat(reader.untilRecords(3).all()).containsExactly("3", "4", "5");
            assertThat(reader.positions("app.log")).containsExactly(4L, 6L, 8L);
        }
    }

    @Test
    void several_files_may_grow_at_once_over_restarts() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<String> written = new ArrayList<>();
        List<String> read = new ArrayList<>();
        Map<String, String> place = Map.of();
        for (int round = 0; round < 8; round++) {
            try (SourceReader reader = follow(place, "*.log")) {
                int before = written.size();
                for (int i = 0; i < 50; i++) {
                    String line = "r" + round + " i" + i + "z".repeat(random.nextInt(50));
                    append(folder.resolve("f" + random.nextInt(3) + ".log"), line + "\n");
                    written.add(line);
                    if (random.nextInt(10) == 0) {
                        reader.poll(java.time.Duration.ZERO);
                    }
                }
                reader.untilRecords(written.size() - before);
                read.addAll(reader.all());
                place = reader.resume();
            }
        }
        assertThat(read).as("seed %d", seed).containsExactlyInAnyOrderElementsOf(written);
    }

    @Test
    void a_file_that_came_and_went_between_two_looks_is_read_in_its_turn() throws IOException {
        append(log(), "1\n");
        try (SourceReader reader = follow(Map.of(), "app.log")) {
            reader.untilRecords(1);
            Files.move(log(), folder.resolve("app.log.2"));
            append(folder.resolve("app.log.1"), "2\n");
            append(log(), "3\n");
            assertThat(reader.untilRecords(3).all()).containsExactly("1", "2", "3");
        }
    }
}
