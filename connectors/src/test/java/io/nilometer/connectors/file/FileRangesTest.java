package io.nilometer.connectors.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nilometer.api.Distribution;
import io.nilometer.api.NilometerException;
import io.nilometer.api.Range;
import io.nilometer.api.RangePlanner.Most;
import io.nilometer.api.Source.PartitionStatus;
import io.nilometer.api.Source.Progress;
import io.nilometer.api.SourceFactory;
import io.nilometer.connectors.RangeContract;
import io.nilometer.connectors.RangeDriver;
import io.nilometer.connectors.SourceReader;
import io.nilometer.connectors.file.unpack.Packing;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class FileRangesTest extends RangeContract {

    @Override
    protected SourceFactory factory() {
        return new FileSourceFactory();
    }

    /** A folder of plain, packed and empty files, a packed file, a small file and an empty one. */
    @Override
    protected Object[] put(int records) throws IOException {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < records; i++) {
            lines.add("line " + i + "x".repeat(i % 300));
        }
        Path directory = Files.createDirectories(folder.resolve("in"));
        Files.writeString(directory.resolve("a.log"), String.join("\n", lines.subList(0, records / 4)));
        gzip(directory.resolve("b.log.gz"), String.join("\r\n", lines.subList(records / 4, records / 2)) + "\r\n");
        Files.writeString(directory.resolve("c.log"), "");
        byte[] cut = Packer.pack(
                Packing.ZSTD, String.join("\n", lines.subList(records / 2, records * 3 / 4)) + "\nbegun and");
        Files.write(directory.resolve("d.log.zst"), Arrays.copyOf(cut, cut.length - 3));
        byte[] damaged = Packer.pack(Packing.GZIP, String.join("\n", lines.subList(0, records / 4)) + "\n");
        damaged[damaged.length / 2] ^= 1;
        Files.write(directory.resolve("e.log.gz"), damaged);
        Files.write(
                directory.resolve("f.log"),
                Packer.pack(Packing.BZIP2, String.join("\n", lines.subList(records * 3 / 4, records)) + "\n"));
        Files.write(directory.resolve("g.png"), "\u0089PNG\r\n\u001a\n".getBytes(StandardCharsets.ISO_8859_1));
        gzip(folder.resolve("packed.gz"), "one\n\nthree");
        Files.writeString(folder.resolve("alone.txt"), "one\n\nthree");
        Files.writeString(folder.resolve("empty.txt"), "");
        return new Object[] {"path", List.of("in", "alone.txt", "packed.gz", "empty.txt")};
    }

    private static void gzip(Path path, String text) throws IOException {
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(path))) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Behind the note. */
    private static Range first(List<Range> ranges) {
        return ranges.stream()
                .filter(range -> !range.partition().isNote())
                .findFirst()
                .orElseThrow();
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    @Test
    void a_range_holds_the_lines_that_start_before_its_limit() throws IOException {
        write("x", "aa\nbb\ncc\ndd");
        try (RangeDriver driver = driver(false, "path", "x").open(Map.of())) {
            Range range = first(driver.next(new Most(1, 4)));
            assertThat(range.from()).isEmpty();
            assertThat(range.lag()).isEqualTo(7);
            PartitionStatus status = driver.take(range, driver.keptReader(range.partition()));
            assertThat(driver.all()).containsExactly("aa", "bb");
            assertThat(status.progress()).isEqualTo(Progress.BACKLOG);
            driver.untilProgress(Progress.ENDED, new Most(1, 1));
            assertThat(driver.all()).containsExactly("aa", "bb", "cc", "dd");
        }
    }

    @Test
    void what_is_appended_after_planning_is_not_read_until_the_next_run() throws IOException {
        Path file = write("x", "a\nb");
        Map<String, String> read;
        try (RangeDriver driver = driver(false, "path", "x").open(Map.of())) {
            Range range = first(driver.next(RangeDriver.PLENTY));
            Files.writeString(file, "onger\nlater\n", StandardOpenOption.APPEND);
            assertThat(driver.fresh(range)).containsExactly("0 a", "2 b");
            driver.untilProgress(Progress.ENDED, RangeDriver.PLENTY);
            read = driver.read();
        }
        try (RangeDriver driver = driver(false, "path", "x").open(read)) {
            driver.untilProgress(Progress.ENDED, RangeDriver.PLENTY);
            assertThat(driver.all()).containsExactly("onger", "later");
        }
    }

    @Test
    void many_files_are_begun_some_with_each_round_and_forgotten_when_they_have_been_read() throws IOException {
        Path directory = Files.createDirectories(folder.resolve("many"));
        for (int i = 0; i < 250; i++) {
            Files.writeString(directory.resolve("%04d.log".formatted(i)), i + "\n");
        }
        try (RangeDriver driver =
                driver(true, "path", "many", "max_files", 100L).open(Map.of())) {
            List<Integer> ranges = new ArrayList<>();
            while (driver.all().size() < 250) {
                ranges.add((int) driver.round(RangeDriver.PLENTY).stream()
                        .filter(range -> !range.isEmpty() && !range.partition().isNote())
                        .count());
                assertThat(driver.read()).hasSizeLessThanOrEqualTo(201);
            }
            assertThat(ranges).containsExactly(100, 100, 50);
            driver.untilProgress(Progress.ENDED, RangeDriver.PLENTY);
            driver.round(RangeDriver.PLENTY);
            assertThat(driver.read()).containsOnlyKeys("");
            assertThat(driver.all()).hasSize(250).doesNotHaveDuplicates();
            try (RangeDriver again = driver(true, "path", "many").open(driver.read())) {
                again.untilProgress(Progress.ENDED, RangeDriver.PLENTY);
                assertThat(again.all()).isEmpty();
            }
        }
    }

    @Test
    void closed_files_that_come_later_are_read_too_and_none_twice() throws IOException {
        Path directory = Files.createDirectories(folder.resolve("drop"));
        Map<String, String> read;
        try (RangeDriver driver =
                driver(false, "path", "drop", "follow", true, "closed", true).open(Map.of())) {
            assertThat(driver.round(RangeDriver.PLENTY)).hasSize(1);
            write("drop/b.log", "b1\nb2\n");
            driver.until(() -> driver.all().size() == 2, RangeDriver.PLENTY);
            write("drop/a.log", "a\n");
            driver.until(() -> driver.all().size() == 3, RangeDriver.PLENTY);
            assertThat(driver.round(RangeDriver.PLENTY).get(0).progress()).isEqualTo(Progress.AT_END);
            read = driver.read();
        }
        write("drop/c.log", "c\n");
        Files.delete(folder.resolve("drop/b.log"));
        try (RangeDriver driver =
                driver(false, "path", "drop", "follow", true, "closed", true).open(read)) {
            driver.until(() -> !driver.all().isEmpty(), RangeDriver.PLENTY);
            driver.round(RangeDriver.PLENTY);
            assertThat(driver.all()).containsExactly("c");
        }
    }

    @Test
    void a_packed_file_at_the_end_is_known_to_have_been_read_after_a_restart() throws IOException {
        gzip(folder.resolve("x.gz"), "a\nb\n");
        Map<String, String> read;
        try (RangeDriver driver = driver(false, "path", "x.gz").open(Map.of())) {
            driver.untilProgress(Progress.ENDED, new Most(1, 1));
            assertThat(driver.all()).containsExactly("a", "b");
            read = driver.read();
        }
        try (RangeDriver driver = driver(false, "path", "x.gz").open(read);
                SourceReader embedded = SourceReader.open(factory(), folder, true, read, "path", "x.gz")) {
            assertThat(driver.next(RangeDriver.PLENTY)).allMatch(Range::isEmpty);
            assertThat(embedded.untilProgress(Progress.ENDED).all()).isEmpty();
        }
    }

    @Test
    void the_planner_tells_of_broken_files_when_their_ranges_have_been_read() throws IOException {
        Path directory = Files.createDirectories(folder.resolve("in"));
        for (Packing packing : Packing.values()) {
            byte[] cut = Packer.pack(packing, "a\nb\n", "c\nd");
            Files.write(directory.resolve(packing + ".log"), Arrays.copyOf(cut, cut.length - 1));
        }
        Files.writeString(directory.resolve("zz.log"), "e\nf");
        try (RangeDriver driver = driver(true, "path", "in").open(Map.of())) {
            driver.untilProgress(Progress.ENDED, new Most(1, 3));
            driver.next(RangeDriver.PLENTY);
            assertThat(driver.all()).startsWith("a", "b").endsWith("c", "e", "f");
            assertThat(driver.notices())
                    .filteredOn(notice -> notice.contains("ends too soon"))
                    .hasSize(3);
            assertThat(driver.notices())
                    .last()
                    .asString()
                    .contains("read in part", "bzip2.log", "gzip.log", "zstd.log");
        }
    }

    @Test
    void files_that_are_missing_or_changed_are_errors() throws IOException {
        assertThatThrownBy(() -> driver(false, "path", "nowhere").open(Map.of()))
                .isInstanceOf(NilometerException.class)
                .hasMessageContaining("nowhere");
        Path file = write("x", "a\nb\nc\n");
        try (RangeDriver driver = driver(false, "path", "x").open(Map.of())) {
            driver.round(new Most(1, 1));
            Range range = first(driver.next(RangeDriver.PLENTY));
            write("x", "z\nb\nc\n");
            assertThatThrownBy(() -> driver.fresh(range)).hasMessageContaining("not the same");
            write("x", "a\n");
            assertThatThrownBy(() -> driver.fresh(range)).isInstanceOf(NilometerException.class);
            Files.delete(file);
            assertThatThrownBy(() -> driver.fresh(range)).isInstanceOf(NilometerException.class);
        }
    }

    @Test
    void files_that_are_followed_stay_on_one_machine() {
        assertThat(factory().distribution(SourceReader.options(factory(), "path", "x", "follow", true)))
                .isInstanceOfSatisfying(Distribution.OneMachine.class, one -> assertThat(one.remedy())
                        .contains("--engine embedded", "follow: false"));
    }
}
