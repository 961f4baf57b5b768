package io.nilometer.connectors.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.nilometer.api.Source;
import io.nilometer.api.Source.PartitionStatus;
import io.nilometer.api.Source.Progress;
import io.nilometer.connectors.SourceReader;
import io.nilometer.connectors.file.unpack.Packing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Packed files that are cut, damaged, still being copied, or packed while they are read. */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class PackedFileTest {

    @TempDir
    Path folder;

    private SourceReader bounded(Map<String, String> from, Object... options) {
        return SourceReader.open(new FileSourceFactory(), folder, true, from, options);
    }

    private SourceReader follow(Map<String, String> from, String path) {
        return SourceReader.open(new FileSourceFactory(), folder, false, from, "path", path, "follow", true);
    }

    private static List<String> lines(Random random, int count) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            lines.add("line " + i + " " + Long.toHexString(random.nextLong()));
        }
        return lines;
    }

    private static String text(List<String> lines) {
        return String.join("\n", lines) + "\n";
    }

    private Path write(String name, byte[] bytes) throws IOException {
        return Files.write(Files.createDirectories(folder.resolve("in")).resolve(name), bytes);
    }

    private static void settle(Path file) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(60)));
    }

    @ParameterizedTest
    @EnumSource
    void of_a_cut_file_the_whole_lines_are_read_and_all_of_the_others(Packing packing) throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<String> lines = lines(random, 20_000);
        byte[] packed = Packer.pack(packing, text(lines));
        write("a.log", "before\n".getBytes());
        write("c.log", "after".getBytes());
        for (int i = 0; i < 20; i++) {
            Path file = write("b.log", Arrays.copyOf(packed, 12 + random.nextInt(packed.length - 12)));
            List<String> read = new ArrayList<>();
            try (SourceReader reader = bounded(Map.of(), "path", "in")) {
                read.addAll(reader.untilProgress(Progress.ENDED).all());
                assertThat(reader.notices()).as("seed %d", seed).hasSize(2);
                assertThat(reader.notices().get(0))
                        .contains("b.log: at byte " + Files.size(file), packing + " data ends too soon");
                assertThat(reader.notices().get(1)).isEqualTo("in: read in part b.log");
            }
            assertThat(read).as("seed %d", seed).startsWith("before").endsWith("after");
            assertThat(read.subList(1, read.size() - 1))
                    .as("seed %d", seed)
                    .isEqualTo(lines.subList(0, read.size() - 2));
            assertThat(afterRestarts(random)).as("seed %d", seed).isEqualTo(read);
        }
    }

    /** Read again with crashes between. */
    private List<String> afterRestarts(Random random) {
        Map<String, List<String>> read = new TreeMap<>();
        Map<String, String> from = Map.of();
        boolean ended = false;
        while (!ended) {
            try (SourceReader reader = bounded(from, "path", "in")) {
                int batches = 1 + random.nextInt(3);
                reader.until(() -> reader.batches().size() >= batches
                        || reader.source().partitions().get(0).progress() == Progress.ENDED);
                ended = reader.source().partitions().get(0).progress() == Progress.ENDED;
                reader.byPartition().forEach((name, lines) -> read.computeIfAbsent(name, first -> new ArrayList<>())
                        .addAll(lines));
                from = reader.resume();
            }
        }
        return read.values().stream().flatMap(List::stream).toList();
    }

    @ParameterizedTest
    @EnumSource
    void of_a_damaged_file_what_comes_before_the_damage_is_read(Packing packing) throws IOException {
        byte[] packed = Packer.pack(packing, "1\n2\n", "3\n4\n", "5\n");
        int second = Packer.pack(packing, "1\n2\n").length;
        Arrays.fill(packed, second + 11, second + 16, (byte) 0x55);
        write("a.log", packed);
        write("b.log", "6\n".getBytes());
        try (SourceReader reader = bounded(Map.of(), "path", "in")) {
            assertThat(reader.untilProgress(Progress.ENDED).all())
                    .startsWith("1", "2")
                    .doesNotContain("4", "5")
                    .endsWith("6");
            assertThat(reader.notices()).first().asString().contains("a.log", "damaged");
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_file_that_was_read_as_cut_is_not_read_again_by_the_next_run(Packing packing) throws IOException {
        byte[] packed = Packer.pack(packing, "1\n2\n", "3\n");
        Path file = write("a.log", Arrays.copyOf(packed, packed.length - 1));
        Map<String, String> place;
        try (SourceReader reader = bounded(Map.of(), "path", "in")) {
            reader.untilProgress(Progress.ENDED);
            place = reader.resume();
        }
        Files.write(file, packed);
        try (SourceReader reader = bounded(place, "path", "in")) {
            assertThat(reader.untilProgress(Progress.ENDED).all()).isEmpty();
            assertThat(faults(reader)).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_file_that_is_still_being_copied_is_read_as_it_grows(Packing packing) throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<String> lines = lines(random, 30_000);
        byte[] packed = Packer.pack(packing, text(lines.subList(0, 20_000)), text(lines.subList(20_000, 30_000)));
        List<String> read = new ArrayList<>();
        Map<String, String> place = Map.of();
        int copied = 0;
        Path file = write("a.log", new byte[0]);
        while (copied < packed.length) {
            try (SourceReader reader = follow(place, "in")) {
                for (int i = 0; i < 4; i++) {
                    int more = Math.min(packed.length - copied, 1 + random.nextInt(packed.length / 6));
                    Files.write(file, Arrays.copyOfRange(packed, copied, copied + more), StandardOpenOption.APPEND);
                    copied += more;
                    reader.poll(java.time.Duration.ofMillis(random.nextInt(150)));
                }
                if (copied == packed.length) {
                    reader.untilRecords(lines.size() - read.size());
                }
                read.addAll(reader.all());
                place = reader.resume();
                // On a slow machine it may look as if the copying had stopped.
                assertThat(faults(reader)).as("seed %d", seed).hasSizeLessThan(2);
            }
        }
        assertThat(read).as("seed %d", seed).isEqualTo(lines);
    }

    @ParameterizedTest
    @EnumSource
    void a_followed_file_that_stays_cut_is_told_once_and_read_on_when_the_rest_comes(Packing packing)
            throws IOException {
        byte[] packed = Packer.pack(packing, "1\n2\n", "3\n");
        Path file = write("a.log", Arrays.copyOf(packed, packed.length - 1));
        settle(file);
        Map<String, String> place;
        try (SourceReader reader = follow(Map.of(), "in")) {
            reader.until(() -> !reader.notices().isEmpty());
            assertThat(reader.notices()).singleElement().asString().contains("ends too soon");
            assertThat(reader.all()).startsWith("1", "2");
            Files.write(file, packed);
            settle(file);
            assertThat(reader.untilRecords(3).all()).containsExactly("1", "2", "3");
            assertThat(reader.notices()).hasSize(1);
            place = reader.resume();
        }
        try (SourceReader reader = follow(place, "in")) {
            Files.write(file, Packer.pack(packing, "1\n2\n", "3\n", "4\n"));
            assertThat(reader.untilRecords(1).all()).containsExactly("4");
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_last_line_without_a_line_feed_counts_when_nothing_was_written_for_a_while(Packing packing)
            throws IOException {
        Path file = write("a.log", Packer.pack(packing, "1\n2"));
        try (SourceReader reader = follow(Map.of(), "in")) {
            reader.untilProgress(Progress.AT_END);
            assertThat(reader.all()).containsExactly("1");
            settle(file);
            assertThat(reader.untilRecords(2).all()).containsExactly("1", "2");
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_file_that_is_packed_by_rotation_while_it_is_read_goes_on(Packing packing) throws IOException {
        List<String> lines = lines(new Random(7), 1_000);
        Path log = write("app.log", text(lines).getBytes());
        try (SourceReader reader = follow(Map.of(), "in")) {
            reader.untilRecords(1_000);
            Files.writeString(log, "more\n", StandardOpenOption.APPEND);
            Path rotated = Files.move(log, folder.resolve("in/app.log.1"));
            write("app.log", "new\n".getBytes());
            reader.untilRecords(1_002);
            // Half of it is there for some time, beside what it is made of.
            byte[] packed = Packer.pack(packing, text(lines) + "more\n");
            Path half = write("app.log.1" + Packer.ending(packing), Arrays.copyOf(packed, packed.length / 2));
            long until = System.nanoTime() + 300_000_000L;
            reader.until(() -> System.nanoTime() > until);
            Files.write(half, packed);
            Files.delete(rotated);
            Files.writeString(folder.resolve("in/app.log"), "newer\n", StandardOpenOption.APPEND);
            reader.untilRecords(1_003);
            assertThat(reader.all().subList(1_000, 1_003)).containsExactly("more", "new", "newer");
        }
    }

    @ParameterizedTest
    @EnumSource
    void its_place_is_found_in_a_file_packed_while_it_was_stopped(Packing packing) throws IOException {
        Path log = write("app.log", "1\n2\n".getBytes());
        Map<String, String> place;
        try (SourceReader reader = follow(Map.of(), "in/app.log")) {
            place = reader.untilRecords(2).resume();
        }
        settle(write("app.log.1" + Packer.ending(packing), Packer.pack(packing, "1\n2\n3\n")));
        Files.delete(log);
        write("app.log", "4\n".getBytes());
        try (SourceReader reader = follow(place, "in/app.log")) {
            assertThat(reader.untilRecords(2).all()).containsExactly("3", "4");
        }
    }

    @ParameterizedTest
    @EnumSource
    void the_lag_falls_while_a_packed_file_is_read(Packing packing) throws IOException {
        byte[] packed = Packer.pack(packing, text(lines(new Random(3), 300_000)));
        write("a.log", packed);
        try (SourceReader reader = bounded(Map.of(), "path", "in")) {
            Source source = reader.source();
            List<Long> lags = new ArrayList<>();
            while (reader.all().size() < 300_000) {
                lags.add(lag(source));
                reader.poll(java.time.Duration.ZERO);
            }
            assertThat(lags).hasSizeGreaterThan(3).isSortedAccordingTo(Comparator.reverseOrder());
            assertThat(lags.get(0)).isEqualTo(packed.length);
            assertThat(lags.get(lags.size() / 2)).isBetween(1L, packed.length - 1L);
            assertThat(lag(source)).isZero();
        }
    }

    private static long lag(Source source) {
        return source.partitions().stream().mapToLong(PartitionStatus::lag).sum();
    }

    @ParameterizedTest
    @EnumSource
    void what_a_file_holds_counts_and_not_its_name(Packing packing) throws IOException {
        write("a.txt", Packer.pack(packing, "packed\n"));
        write("b" + Packer.ending(packing), "plain\n".getBytes());
        for (boolean untilEnd : new boolean[] {true, false}) {
            try (SourceReader reader = untilEnd ? bounded(Map.of(), "path", "in") : follow(Map.of(), "in")) {
                assertThat(reader.untilRecords(2).all()).containsExactly("packed", "plain");
                assertThat(reader.notices()).isEmpty();
            }
        }
    }

    @Test
    void a_text_that_begins_as_a_packed_file_does_is_read_when_it_has_gone_on() throws IOException {
        Path file = write("a.log", "B".getBytes());
        try (SourceReader reader = follow(Map.of(), "in")) {
            reader.untilProgress(Progress.AT_END);
            Files.writeString(file, "Zh1 is what bzip2 begins with\n", StandardOpenOption.APPEND);
            assertThat(reader.untilRecords(1).all()).containsExactly("BZh1 is what bzip2 begins with");
        }
    }

    @ParameterizedTest
    @EnumSource
    void packed_files_that_are_there_are_not_read_when_reading_starts_at_the_end(Packing packing) throws IOException {
        byte[] packed = Packer.pack(packing, "1\n2\n", "3\n");
        Path file = write("old.log", Arrays.copyOf(packed, packed.length - 1));
        Map<String, String> place = Map.of();
        for (int start = 0; start < 2; start++) {
            try (SourceReader reader = SourceReader.open(
                    new FileSourceFactory(), folder, false, place, "path", "in", "follow", true, "start", "end")) {
                reader.untilProgress(Progress.AT_END);
                Files.write(file, packed);
                write("new" + start + ".log", Packer.pack(packing, "new\n"));
                assertThat(reader.untilRecords(1).all()).containsExactly("new");
                place = reader.resume();
            }
        }
    }

    /** What it told, but where it goes on. */
    private static List<String> faults(SourceReader reader) {
        return reader.notices().stream()
                .filter(notice -> !notice.startsWith("continues "))
                .toList();
    }
}
