package io.nilometer.cli.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.luben.zstd.ZstdOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A folder as years of rotation leave it. */
@Timeout(400)
@Execution(ExecutionMode.CONCURRENT)
class PackedFilesTest {

    private static final String PIPELINE = """
            name: folder
            streams:
              logs:
                source: {file: {path: logs}}
                format: {regex: {pattern: '^(?P<ts>\\S+) (?P<k>\\S+) (?P<msg>.*)$'}}
                schema: {ts: timestamp, k: string, msg: string}
                time: {field: ts, lateness: 1d}
            metrics:
              lines:
                by: {k: k}
                window: 1d
                select: {n: count(*), last: "max(msg)"}
            outputs:
              out: {console: {}, from: [lines]}
            """;

    @TempDir
    private Path folder;

    /** Opens what packs. */
    private interface Packer {
        OutputStream open(OutputStream into) throws IOException;
    }

    private static String lines(String name, int count) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append("2026-01-01T00:%02d:%02dZ %s %04d%n".formatted(i / 60 % 60, i % 60, name, i));
        }
        return text.toString();
    }

    private static byte[] pack(Packer packer, String... members) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (String member : members) {
            try (OutputStream out = packer.open(bytes)) {
                out.write(member.getBytes(StandardCharsets.UTF_8));
            }
        }
        return bytes.toByteArray();
    }

    /** Without its last bytes, which are part of a checksum or behind the last block. */
    private static byte[] cut(byte[] packed) {
        return Arrays.copyOf(packed, packed.length - 2);
    }

    private void write(String name, byte[] bytes) throws IOException {
        Files.write(Files.createDirectories(folder.resolve("logs")).resolve(name), bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"embedded", "spark"})
    void every_line_that_is_there_is_counted_and_every_file_that_is_not_whole_is_told(String engine) throws Exception {
        write("app.log", lines("plain", 9).stripTrailing().getBytes(StandardCharsets.UTF_8));
        write("app.log.1", lines("crlf", 2).replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
        write(
                "app.log.2.gz",
                cut(pack(GZIPOutputStream::new, lines("gzip_cut", 50) + "2026-01-01T00:00:00Z gzip_cut x")));
        write("app.log.3.gz", pack(GZIPOutputStream::new, lines("gzip_members", 3), lines("gzip_members", 4)));
        write("app.log.4.zst", cut(pack(ZstdOutputStream::new, lines("zstd_cut", 6), lines("zstd_cut", 7))));
        write("app.log.5.bz2", cut(pack(BZip2CompressorOutputStream::new, lines("bzip2_cut", 8))));
        write("app.log.6.gz", lines("named_gzip", 5).getBytes(StandardCharsets.UTF_8));
        write("notes.zip", new byte[] {'P', 'K', 3, 4, 20, 0, 0, 0});
        Path file = Files.writeString(folder.resolve("folder.yaml"), PIPELINE);

        Program run =
                Program.run(folder, "run", file.toString(), "--until-end", "--results", "results", "--engine", engine);

        assertThat(run.exitCode()).as(run.err()).isZero();
        Map<String, Integer> counts = new TreeMap<>();
        for (JsonNode row : run.rows("lines")) {
            counts.put(row.get("k").asText(), row.get("n").asInt());
        }
        assertThat(counts)
                .isEqualTo(new TreeMap<>(Map.of(
                        "plain",
                        9,
                        "crlf",
                        2,
                        "gzip_cut",
                        50,
                        "gzip_members",
                        7,
                        "zstd_cut",
                        6,
                        "bzip2_cut",
                        8,
                        "named_gzip",
                        5)));
        assertThat(run.ledger("logs").get("rejected").asInt()).isZero();
        assertThat(run.err().lines().filter(line -> line.contains("ends too soon")))
                .hasSize(3);
        assertThat(run.err())
                .contains("app.log.2.gz: at byte", "without the last one, which is unfinished")
                .contains("notes.zip is left out: it is a zip archive")
                .contains("logs: left out notes.zip")
                .contains("read in part app.log.5.bz2, app.log.4.zst, app.log.2.gz");
    }

    @ParameterizedTest
    @ValueSource(strings = {"embedded", "spark"})
    void a_file_that_is_named_and_holds_no_lines_ends_the_run_with_what_to_do(String engine) throws Exception {
        write("old.log", new byte[] {'P', 'K', 3, 4, 20, 0, 0, 0});
        Path file = Files.writeString(folder.resolve("folder.yaml"), PIPELINE);

        Program run = Program.run(
                folder, "run", file.toString(), "--input", "logs=logs/old.log", "--until-end", "--engine", engine);

        assertThat(run.exitCode()).as(run.err()).isEqualTo(3);
        assertThat(run.err()).contains("file-not-lines", "old.log is a zip archive", "unzip");
    }
}
