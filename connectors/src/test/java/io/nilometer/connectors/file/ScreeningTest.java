package io.nilometer.connectors.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.nilometer.api.NilometerException;
import io.nilometer.api.Source.Progress;
import io.nilometer.connectors.RangeDriver;
import io.nilometer.connectors.SourceReader;
import io.nilometer.connectors.file.unpack.Packing;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What lies in folders of logs and is none, and what looks odd and is one. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class ScreeningTest {

    @TempDir
    Path folder;

    @BeforeEach
    void putALog() throws IOException {
        Files.createDirectories(folder.resolve("in"));
        write("a.log", "1\n2\n".getBytes(StandardCharsets.UTF_8));
    }

    private Path write(String name, byte[] bytes) throws IOException {
        return Files.write(folder.resolve("in").resolve(name), bytes);
    }

    private SourceReader open(String path, boolean untilEnd) {
        return SourceReader.open(
                new FileSourceFactory(), folder, untilEnd, Map.of(), "path", path, "follow", !untilEnd);
    }

    /** Everywhere: the log is read, the other file told once; alone it is an error. */
    private void isLeftOut(String name, String what, String remedy) {
        try (SourceReader reader = open("in", true)) {
            assertThat(reader.untilProgress(Progress.ENDED).all()).containsExactly("1", "2");
            assertThat(reader.notices()).hasSize(2);
            assertThat(reader.notices().get(0)).contains(name + " is left out: it is", what, remedy);
            assertThat(reader.notices().get(1)).isEqualTo("in: left out " + name);
        }
        try (SourceReader reader = open("in", false)) {
            assertThat(reader.untilRecords(2).untilProgress(Progress.AT_END).all())
                    .containsExactly("1", "2");
            assertThat(reader.notices()).singleElement().asString().contains(name, what);
        }
        try (RangeDriver driver = new RangeDriver(new FileSourceFactory(), folder, true, "path", "in").open(Map.of())) {
            driver.untilProgress(Progress.ENDED, RangeDriver.PLENTY);
            assertThat(driver.all()).containsExactly("1", "2");
            assertThat(driver.notices()).first().asString().contains(name, what);
        }
        for (boolean untilEnd : new boolean[] {true, false}) {
            assertThatThrownBy(() -> open("in/" + name, untilEnd).close())
                    .isInstanceOfSatisfying(NilometerException.class, e -> {
                        assertThat(e.problem().message()).contains(name, what);
                        assertThat(e.problem().remedy()).contains(remedy);
                    });
        }
    }

    /** The bytes as letters of Latin-1, with the usual escapes. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "x.zip|PK\\3\\4\\24\\0\\0\\0|zip archive|unzip",
                "x.log.gz|PK\\3\\4\\24\\0\\0\\0|zip archive|unzip",
                "x.xz|\\3757zXZ\\0\\0\\4|xz data|unxz",
                "x.lz4|\\4\"M\\30d@|lz4 data|lz4 -d",
                "x.7z|7z\\274\\257'\\34|7z archive|7z x",
                "x.parquet|PAR1\\25\\4\\25\\0|Parquet|JSON or CSV",
                "x.orc|ORC\\7\\22\\0|ORC file|JSON or CSV",
                "x.avro|Obj\\1\\2\\26avro.schema|Avro file|JSON or CSV",
                "x.db|SQLite format 3\\0\\20\\0|SQLite|JSON or CSV",
                "x.pdf|%PDF-1.7 text|PDF|only files of text",
                "x.png|\\211PNG\\r\\n\\32\\n|PNG|only files of text",
                "x|\\177ELF\\2\\1\\1|program|only files of text",
                "x.journal|LPKSHHRH\\0\\0|journal of systemd|journalctl",
                "x.log|\\377\\376h\\0i\\0\\n\\0|UTF-16 (little endian)|encoding: utf-16",
                "x.log|\\376\\377\\0h\\0i|UTF-16 (big endian)|encoding: utf-16",
                "x.log|h\\0e\\0l\\0l\\0o\\0\\n\\0|UTF-16 (little endian)|encoding: utf-16"
            })
    void a_file_without_lines_of_text_is_told_and_left_out(String name, String start, String what, String remedy)
            throws IOException {
        write(name, start.translateEscapes().getBytes(StandardCharsets.ISO_8859_1));
        isLeftOut(name, what, remedy);
    }

    @Test
    void archives_are_found_inside_of_packed_files() throws IOException {
        byte[] tar = new byte[1024];
        System.arraycopy("ustar".getBytes(StandardCharsets.UTF_8), 0, tar, 257, 5);
        write("x.tar", tar);
        isLeftOut("x.tar", "a tar archive", "tar xf");
        Files.delete(folder.resolve("in/x.tar"));
        write("x.tgz", Packer.pack(Packing.GZIP, new String(tar, StandardCharsets.ISO_8859_1)));
        isLeftOut("x.tgz", "a tar archive packed by gzip", "tar xf");
    }

    @Test
    void random_bytes_are_no_text() throws IOException {
        byte[] bytes = new byte[5_000];
        new Random(1).nextBytes(bytes);
        bytes[0] = 'a';
        write("x.bin", bytes);
        isLeftOut("x.bin", "binary data", "only files of text");
    }

    @Test
    void pipes_and_links_to_nothing_are_told_and_never_waited_for() throws Exception {
        Path pipe = folder.resolve("in/x.fifo");
        assumeTrue(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0);
        isLeftOut("x.fifo", "a pipe, a socket or a device", "stdin");
        Files.delete(pipe);
        Files.createSymbolicLink(folder.resolve("in/x.link"), Path.of("nowhere"));
        try (SourceReader reader = open("in", true)) {
            assertThat(reader.untilProgress(Progress.ENDED).all()).containsExactly("1", "2");
            assertThat(reader.notices()).first().asString().contains("x.link", "a link to nothing");
        }
    }

    @Test
    void a_folder_in_a_folder_is_told_once_with_what_to_name() throws IOException {
        Files.createDirectories(folder.resolve("in/old"));
        Files.writeString(folder.resolve("in/old/b.log"), "3\n");
        for (String path : List.of("in", "in/*")) {
            isLeftOut(path, "old", "a folder", "in/old/**");
        }
        try (SourceReader reader = open("in/**", true)) {
            assertThat(reader.untilProgress(Progress.ENDED).all()).containsExactly("1", "2", "3");
            assertThat(reader.notices()).isEmpty();
        }
    }

    private void isLeftOut(String path, String name, String what, String remedy) {
        for (boolean untilEnd : new boolean[] {true, false}) {
            try (SourceReader reader = open(path, untilEnd)) {
                reader.untilRecords(2).untilProgress(untilEnd ? Progress.ENDED : Progress.AT_END);
                long until = System.nanoTime() + 250_000_000L;
                reader.until(() -> System.nanoTime() > until);
                assertThat(reader.all()).containsExactly("1", "2");
                assertThat(reader.notices())
                        .filteredOn(notice -> notice.contains(what))
                        .singleElement()
                        .asString()
                        .contains(name, remedy);
            }
        }
    }

    @Test
    void a_folder_that_lies_in_itself_is_told_and_read_once() throws IOException {
        Files.createSymbolicLink(folder.resolve("in/again"), folder.resolve("in"));
        try (SourceReader reader = open("in/**", true)) {
            assertThat(reader.untilProgress(Progress.ENDED).all()).containsExactly("1", "2");
            assertThat(reader.notices()).first().asString().contains("again", "a link to a folder that it lies in");
        }
    }

    @Test
    void a_file_that_may_not_be_read_is_told_and_read_when_it_may() throws Exception {
        Path secret = write("b.log", "3\n".getBytes(StandardCharsets.UTF_8));
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("---------"));
        assumeTrue(!Files.isReadable(secret), "this user may read everything");
        isLeftOut("b.log", "a file that may not be read", "right to read");
        try (SourceReader reader = open("in", false)) {
            reader.untilRecords(2);
            Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
            assertThat(reader.untilRecords(3).all()).containsExactly("1", "2", "3");
        }
    }

    @Test
    void a_folder_with_nothing_to_read_is_an_error() throws IOException {
        Files.delete(folder.resolve("in/a.log"));
        write("x.zip", "PK\3\4    ".getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> open("in", true).close()).hasMessageContaining("none of the 1 files");
    }

    @Test
    void odd_texts_are_read_as_they_are() throws IOException {
        byte[] zeros = new byte[3_000];
        System.arraycopy("cut\n".getBytes(StandardCharsets.UTF_8), 0, zeros, 2_990, 4);
        List<byte[]> odd = List.of(
                "caf\u00e9 \u00fcber \u00df\n".repeat(50).getBytes(StandardCharsets.ISO_8859_1),
                "a\0b\0\0 text with some zeros\n".getBytes(StandardCharsets.UTF_8),
                zeros,
                "\ufeffwith a mark\n".getBytes(StandardCharsets.UTF_8),
                "8=FIX.4.2\u00019=65\u000135=A\u000149=S\u000156=T\u0001\n"
                        .repeat(40)
                        .getBytes(StandardCharsets.UTF_8),
                "\u001b[31mred\u001b[0m\n".repeat(40).getBytes(StandardCharsets.UTF_8),
                "ORC is an ordinary word\n".getBytes(StandardCharsets.UTF_8),
                "PAR1 too\n".getBytes(StandardCharsets.UTF_8),
                "\u65e5\u672c\u8a9e\n".repeat(50).getBytes(Charset.forName("Shift_JIS")),
                "PK is short\n".getBytes(StandardCharsets.UTF_8),
                new byte[0]);
        long lines = 2;
        for (int i = 0; i < odd.size(); i++) {
            write("odd" + i, odd.get(i));
            lines += Arrays.stream(new String(odd.get(i), StandardCharsets.ISO_8859_1).split("\n"))
                    .filter(line -> !line.isEmpty())
                    .count();
        }
        try (SourceReader reader = open("in", true)) {
            assertThat(reader.untilProgress(Progress.ENDED).all())
                    .filteredOn(line -> !line.isEmpty())
                    .hasSize((int) lines);
            assertThat(reader.notices()).isEmpty();
        }
    }
}
