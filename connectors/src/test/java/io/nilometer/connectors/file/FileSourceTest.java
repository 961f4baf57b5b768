package io.nilometer.connectors.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nilometer.api.NilometerException;
import io.nilometer.api.Options;
import io.nilometer.api.Place;
import io.nilometer.api.Problem;
import io.nilometer.api.Source.Progress;
import io.nilometer.api.SourceFactory;
import io.nilometer.connectors.SourceContract;
import io.nilometer.connectors.SourceReader;
import io.nilometer.connectors.file.unpack.Packing;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class FileSourceTest extends SourceContract {

    private final Map<String, List<String>> expected = new LinkedHashMap<>();

    @Override
    protected SourceFactory factory() {
        return new FileSourceFactory();
    }

    @Override
    protected Object[] put(int records) throws IOException {
        List<String> plain = new ArrayList<>();
        for (int i = 0; i < records; i++) {
            plain.add("line " + i + "x".repeat(i % 300));
        }
        Path directory = Files.createDirectories(folder.resolve("in"));
        Files.writeString(directory.resolve("a.log"), String.join("\n", plain.subList(0, records / 4)));
        gzip(directory.resolve("b.log.gz"), String.join("\r\n", plain.subList(records / 4, records / 2)) + "\r\n");
        Files.writeString(directory.resolve("c.log"), "");
        Files.write(directory.resolve("c.zip"), new byte[] {'P', 'K', 3, 4, 20, 0, 0, 0});
        pack(directory.resolve("d.log"), Packing.ZSTD, plain.subList(records / 2, records * 5 / 8));
        pack(directory.resolve("e.log"), Packing.BZIP2, plain.subList(records * 5 / 8, records * 3 / 4));
        cut(directory.resolve("f.log.gz"), Packing.GZIP, plain.subList(records * 3 / 4, records * 7 / 8));
        Files.writeString(directory.resolve("g.log.gz"), String.join("\n", plain.subList(records * 7 / 8, records)));
        Files.writeString(folder.resolve("alone.txt"), "one\n\nthree");
        expected.put("in/a.log", plain.subList(0, records / 4));
        expected.put("in/b.log.gz", plain.subList(records / 4, records / 2));
        expected.put("in/d.log", plain.subList(records / 2, records * 5 / 8));
        expected.put("in/e.log", plain.subList(records * 5 / 8, records * 3 / 4));
        expected.put("in/f.log.gz", plain.subList(records * 3 / 4, records * 7 / 8));
        expected.put("in/g.log.gz", plain.subList(records * 7 / 8, records));
        expected.put("alone.txt", List.of("one", "", "three"));
        return new Object[] {"path", List.of("in", "alone.txt")};
    }

    @Override
    protected Map<String, List<String>> expected() {
        return expected;
    }

    private static void pack(Path path, Packing packing, List<String> lines) throws IOException {
        Files.write(path, Packer.pack(packing, String.join("\n", lines) + "\n"));
    }

    /** Cut in its checksum, behind the beginning of one more line. */
    private static void cut(Path path, Packing packing, List<String> lines) throws IOException {
        byte[] packed = Packer.pack(packing, String.join("\n", lines) + "\nbegun and");
        Files.write(path, Arrays.copyOf(packed, packed.length - 3));
    }

    private static void gzip(Path path, String text) throws IOException {
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(path))) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    private SourceReader bounded(Object... options) {
        return SourceReader.open(factory(), folder, true, Map.of(), options);
    }

    @Test
    void the_position_of_a_single_file_is_its_byte_offset() throws IOException {
        Files.writeString(folder.resolve("x"), "ab\r\n\nü\nlast");
        try (SourceReader reader = bounded("path", "x")) {
            reader.untilProgress(Progress.ENDED);
            assertThat(reader.all()).containsExactly("ab", "", "ü", "last");
            assertThat(reader.positions("x")).containsExactly(0L, 4L, 5L, 8L);
        }
    }

    @Test
    void a_line_that_is_too_long_comes_cut_and_the_next_one_whole() throws IOException {
        String huge = "h".repeat(3_000_000);
        Files.writeString(folder.resolve("x"), "a\n" + huge + "\r\nb\n" + huge);
        List<String> notices = new CopyOnWriteArrayList<>();
        Options options = SourceReader.options(factory(), "path", "x");
        try (SourceReader reader = new SourceReader(
                factory().create(options, SourceReader.context(folder, true, 1_000, notices)), Map.of(), notices)) {
            reader.untilProgress(Progress.ENDED);
            assertThat(reader.all()).containsExactly("a", "h".repeat(1_001), "b", "h".repeat(1_001));
            assertThat(reader.positions("x")).containsExactly(0L, 2L, 3_000_004L, 3_000_006L);
        }
    }

    @Test
    void rotated_files_of_a_glob_are_read_oldest_first() throws IOException {
        Files.writeString(folder.resolve("app.log"), "5\n");
        Files.writeString(folder.resolve("app.log.1"), "4\n");
        gzip(folder.resolve("app.log.2.gz"), "3\n");
        gzip(folder.resolve("app.log.10.gz"), "2\n");
        Files.writeString(folder.resolve("app.log-20260101"), "0\n");
        Files.writeString(folder.resolve("app.log-20260102"), "1\n");
        try (SourceReader reader = bounded("path", "app.log*")) {
            assertThat(reader.untilProgress(Progress.ENDED).all()).containsExactly("0", "1", "2", "3", "4", "5");
        }
    }

    @Test
    void numbered_parts_that_were_not_rotated_are_read_by_name() throws IOException {
        Files.writeString(folder.resolve("part.1"), "a\n");
        Files.writeString(folder.resolve("part.2"), "b\n");
        try (SourceReader reader = bounded("path", "part.*")) {
            assertThat(reader.untilProgress(Progress.ENDED).all()).containsExactly("a", "b");
        }
    }

    @Test
    void only_names_that_meet_the_pattern_count_in_a_directory() throws IOException {
        Files.writeString(folder.resolve("a.json"), "yes\n");
        Files.writeString(folder.resolve("a.txt"), "no\n");
        Files.writeString(folder.resolve(".hidden.json"), "no\n");
        try (SourceReader reader = bounded("path", ".", "pattern", "*.json")) {
            assertThat(reader.untilProgress(Progress.ENDED).all()).containsExactly("yes");
        }
    }

    @Test
    void a_missing_file_of_a_bounded_run_is_an_error_with_a_remedy() {
        assertThatThrownBy(() -> bounded("path", "nowhere.log")).isInstanceOfSatisfying(NilometerException.class, e -> {
            assertThat(e.problem().message()).contains("nowhere.log");
            assertThat(e.problem().remedy()).contains("follow: true");
        });
    }

    @Test
    void rotated_files_are_known_whatever_packed_them() throws IOException {
        Files.writeString(folder.resolve("app.log"), "4\n");
        pack(folder.resolve("app.log.1.zst"), Packing.ZSTD, List.of("3"));
        pack(folder.resolve("app.log.2.bz2"), Packing.BZIP2, List.of("2"));
        pack(folder.resolve("app.log.10.gz"), Packing.GZIP, List.of("1"));
        try (SourceReader reader = bounded("path", "app.log*")) {
            assertThat(reader.untilProgress(Progress.ENDED).all()).containsExactly("1", "2", "3", "4");
        }
    }

    @Test
    void the_end_is_the_one_there_was_at_the_start() throws IOException {
        Path file = folder.resolve("x");
        Files.writeString(file, "a\n");
        try (SourceReader reader = bounded("path", "x")) {
            Files.writeString(file, "a\nlater\n");
            assertThat(reader.untilProgress(Progress.ENDED).all()).containsExactly("a");
        }
    }

    @Test
    void check_names_what_cannot_be() {
        Options options = SourceReader.options(factory(), "path", List.of("a", "a", "[x"), "start", "end");
        assertThat(factory().check(options, Place.NOWHERE))
                .extracting(Problem::code)
                .containsExactlyInAnyOrder("duplicate-path", "bad-glob", "start-without-follow");
    }
}
