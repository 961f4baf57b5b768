package io.nilometer.connectors.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

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
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Followed files that are rotated in the middle of a line, deleted, or have something else under their name. */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class LeavingFileTest {

    private static final Duration SOON = Duration.ofMillis(200);
    private static final Duration NEVER = Duration.ofDays(1);

    @TempDir
    Path folder;

    private SourceReader follow(Duration grace, Map<String, String> from, String path) {
        List<String> notices = new CopyOnWriteArrayList<>();
        FileSource source = new FileSource(
                SourceReader.options(new FileSourceFactory(), "path", path, "follow", true),
                SourceReader.context(folder, false, 1 << 20, notices),
                grace);
        return new SourceReader(source, from, notices);
    }

    private Path log() {
        return folder.resolve("app.log");
    }

    private Path rotated() {
        return folder.resolve("app.log.1");
    }

    private void append(Path file, String text) throws IOException {
        Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private static void untilTold(SourceReader reader, String text) {
        reader.until(() -> reader.notices().stream().anyMatch(notice -> notice.contains(text)));
    }

    @Test
    void the_other_half_of_a_line_may_come_after_the_rename() throws IOException {
        for (String path : List.of("app.log", "app.log*")) {
            append(log(), "1\ntw");
            try (SourceReader reader = follow(NEVER, Map.of(), path)) {
                reader.untilRecords(1).untilProgress(Progress.AT_END);
                Files.move(log(), rotated());
                append(log(), "4\n");
                reader.untilRecords(2);
                append(rotated(), "o\n3\n");
                assertThat(reader.untilRecords(4).all()).containsExactly("1", "4", "two", "3");
                assertThat(reader.notices()).isEmpty();
            }
            Files.delete(log());
            Files.delete(rotated());
        }
    }

    @Test
    void a_half_line_to_which_nothing_comes_is_a_record_and_told_and_not_joined_with_the_next_file()
            throws IOException {
        for (String path : List.of("app.log", "app.log*")) {
            append(log(), "1\ntw");
            try (SourceReader reader = follow(SOON, Map.of(), path)) {
                reader.untilRecords(1).untilProgress(Progress.AT_END);
                Files.move(log(), rotated());
                append(log(), "o\n3\n");
                reader.untilRecords(4);
                assertThat(reader.all()).containsExactly("1", "o", "3", "tw");
                assertThat(reader.notices()).singleElement().asString().contains("without a line feed", "last 2 bytes");
            }
            Files.delete(log());
            Files.delete(rotated());
        }
    }

    @Test
    void a_half_line_in_the_copy_of_a_file_that_was_cut_back_is_a_record_and_told() throws IOException {
        for (String path : List.of("app.log", "app.log*")) {
            append(log(), "a first line\ntw");
            try (SourceReader reader = follow(SOON, Map.of(), path)) {
                reader.untilRecords(1).untilProgress(Progress.AT_END);
                Files.copy(log(), rotated());
                Files.writeString(log(), "o\n3\n", StandardOpenOption.TRUNCATE_EXISTING);
                reader.untilRecords(4);
                assertThat(reader.all()).containsExactlyInAnyOrder("a first line", "tw", "o", "3");
                untilTold(reader, "without a line feed");
            }
            Files.delete(log());
            Files.delete(rotated());
        }
    }

    @Test
    void a_half_line_is_kept_over_a_restart_until_its_other_half_comes() throws IOException {
        append(log(), "1\ntw");
        Map<String, String> place;
        try (SourceReader reader = follow(SOON, Map.of(), "app.log")) {
            reader.untilRecords(1);
            place = reader.resume();
        }
        Files.move(log(), rotated());
        append(rotated(), "o\n");
        append(log(), "3\n");
        try (SourceReader reader = follow(SOON, place, "app.log")) {
            assertThat(reader.untilRecords(2).all()).containsExactly("two", "3");
        }
    }

    @Test
    void a_rotated_file_to_which_a_writer_comes_back_late_is_read_on() throws IOException {
        append(log(), "1\n");
        try (SourceReader reader = follow(SOON, Map.of(), "app.log")) {
            reader.untilRecords(1);
            Files.move(log(), rotated());
            append(log(), "2\n");
            reader.untilRecords(2);
            reader.until(() -> open(rotated()) == 0);
            append(rotated(), "late\n");
            assertThat(reader.untilRecords(3).all()).containsExactly("1", "2", "late");
        }
    }

    /** Chunks end anywhere; each file gets whole lines in the end, the last ones after it was renamed. */
    @Test
    void writers_that_go_on_with_renamed_files_at_random_lose_no_line() throws IOException {
        for (int round = 0; round < 6; round++) {
            long seed = System.nanoTime();
            Random random = new Random(seed);
            String path = random.nextBoolean() ? "app.log" : "app.log*";
            List<String> written = new ArrayList<>();
            List<String> read = new ArrayList<>();
            String owed = "";
            append(log(), "begin\n");
            written.add("begin");
            SourceReader reader = follow(NEVER, Map.of(), path);
            try {
                reader.untilRecords(1);
                for (int step = 0; step < 80; step++) {
                    StringBuilder text = new StringBuilder(owed);
                    for (int i = random.nextInt(4); i >= 0; i--) {
                        String line = "line " + written.size() + "x".repeat(random.nextInt(50));
                        written.add(line);
                        text.append(line).append('\n');
                    }
                    int cut = random.nextInt(text.length());
                    append(log(), text.substring(0, cut));
                    owed = text.substring(cut);
                    if (random.nextInt(3) == 0) {
                        reader.poll(Duration.ZERO);
                    }
                    if (random.nextInt(10) == 0) {
                        rotate();
                        if (random.nextBoolean()) {
                            reader.poll(Duration.ZERO);
                        }
                        append(rotated(), owed);
                        owed = "";
                        String first = "first " + written.size();
                        append(log(), first + "\n");
                        written.add(first);
                        reader.untilRecords(written.size() - read.size());
                        if (random.nextInt(3) == 0) {
                            read.addAll(reader.all());
                            Map<String, String> place = reader.resume();
                            reader.close();
                            reader = follow(NEVER, place, path);
                        }
                    }
                }
                append(log(), owed);
                reader.untilRecords(written.size() - read.size());
                read.addAll(reader.all());
            } finally {
                reader.close();
            }
            assertThat(read).as("seed %d", seed).containsExactlyInAnyOrderElementsOf(written);
            for (int i = 0; i < 99; i++) {
                Files.deleteIfExists(folder.resolve("app.log" + (i == 0 ? "" : "." + i)));
            }
        }
    }

    private void rotate() throws IOException {
        for (int i = 98; i > 0; i--) {
            Path older = folder.resolve("app.log." + i);
            if (Files.exists(older)) {
                Files.move(older, folder.resolve("app.log." + (i + 1)));
            }
        }
        Files.move(log(), rotated());
    }

    @Test
    void deleted_files_are_read_to_their_end_and_closed() throws IOException {
        assumeTrue(Files.isDirectory(Path.of("/proc/self/fd")));
        for (String path : List.of("app.log", "app.log*", ".")) {
            append(log(), "0\n");
            try (SourceReader reader = follow(NEVER, Map.of(), path)) {
                int lines = 1;
                reader.untilRecords(lines);
                long most = 0;
                for (int i = 1; i <= 60; i++) {
                    append(log(), "rest of " + i + "\n");
                    Files.deleteIfExists(rotated());
                    Files.move(log(), rotated());
                    if (i % 2 == 0) {
                        Files.delete(rotated());
                    }
                    append(log(), "first of " + i + "\n");
                    lines += 2;
                    reader.untilRecords(lines);
                    most = Math.max(most, deleted());
                }
                assertThat(most).isBetween(1L, 10L);
                assertThat(reader.all()).hasSize(lines).doesNotHaveDuplicates();
            }
            try (SourceReader reader = follow(SOON, Map.of(), path)) {
                reader.untilRecords(1);
                Files.delete(log());
                reader.until(() -> deleted() == 0 && open(log()) == 0);
            }
            Files.deleteIfExists(rotated());
        }
    }

    private long deleted() {
        return descriptors().filter(one -> one.endsWith("(deleted)")).count();
    }

    private long open(Path file) {
        return descriptors().filter(one -> one.equals(file.toString())).count();
    }

    private Stream<String> descriptors() {
        List<String> mine = new ArrayList<>();
        try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
            for (Path one : all.toList()) {
                try {
                    mine.add(Files.readSymbolicLink(one).toString());
                } catch (IOException e) {
                    // Closed since it was listed.
                    continue;
                }
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return mine.stream().filter(one -> one.startsWith(folder.toString()));
    }

    @Test
    void a_pipe_a_folder_or_a_broken_link_in_its_place_is_told_once_and_reading_goes_on_when_a_file_is_back()
            throws Exception {
        for (String path : List.of("app.log", "app.*", ".")) {
            for (String kind : List.of("a pipe", "a folder", "a link to nothing", "nothing")) {
                append(log(), "1\n");
                try (SourceReader reader = follow(SOON, Map.of(), path)) {
                    reader.untilRecords(1);
                    Path away = folder.resolve(".away");
                    Files.move(log(), away);
                    switch (kind) {
                        case "a pipe" ->
                            assumeTrue(new ProcessBuilder("mkfifo", log().toString())
                                            .start()
                                            .waitFor()
                                    == 0);
                        case "a folder" -> append(Files.createDirectory(log()).resolve("x"), "not this\n");
                        case "a link to nothing" -> Files.createSymbolicLink(log(), Path.of("nowhere"));
                        default -> {}
                    }
                    untilTold(reader, kind.equals("nothing") ? "waiting" : kind);
                    reader.until(() -> descriptors().findAny().isEmpty());
                    assertThat(reader.notices())
                            .filteredOn(n -> n.contains(kind))
                            .hasSizeLessThanOrEqualTo(1);
                    if (kind.equals("a folder")) {
                        Files.delete(log().resolve("x"));
                    }
                    Files.deleteIfExists(log());
                    Files.move(away, log());
                    append(log(), "2\n");
                    assertThat(reader.untilRecords(2).all())
                            .as("%s at %s", kind, path)
                            .containsExactly("1", "2");
                    Files.delete(log());
                    append(log(), "another file\n");
                    assertThat(reader.untilRecords(3).all()).containsExactly("1", "2", "another file");
                }
                Files.delete(log());
            }
        }
    }
}
