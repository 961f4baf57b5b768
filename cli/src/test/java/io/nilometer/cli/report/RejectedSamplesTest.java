package io.nilometer.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RejectedSamplesTest {

    @TempDir
    private Path folder;

    @Test
    void shows_three_of_each_stream_and_none_of_an_earlier_run() throws IOException {
        Path file = Files.writeString(folder.resolve("rejected.ndjson"), row("logs", "old", "t-0-1", "before"));
        RejectedSamples samples = RejectedSamples.before(file);
        for (int i = 0; i < 5; i++) {
            append(file, row("logs", "not_json", "t-0-" + i, "r" + i));
        }
        append(file, row("more", "empty", "t-1-0", ""));
        assertThat(samples.lines().get("logs"))
                .containsExactly("not_json  t-0-0  r0", "not_json  t-0-1  r1", "not_json  t-0-2  r2");
        assertThat(samples.place()).startsWith(file + ", behind the ").endsWith("bytes of earlier runs");
        assertThat(samples.lines().get("more")).containsExactly("empty  t-1-0  ");
    }

    @Test
    void a_file_that_was_made_anew_is_read_from_its_beginning() throws IOException {
        Path file = Files.writeString(folder.resolve("rejected.ndjson"), row("logs", "old", "t-0-1", "x".repeat(500)));
        RejectedSamples samples = RejectedSamples.before(file);
        Files.writeString(file, row("logs", "new", "t-0-2", "r"));
        assertThat(samples.lines().get("logs")).containsExactly("new  t-0-2  r");
        Files.delete(file);
        assertThat(samples.lines()).isEmpty();
    }

    @Test
    void data_cannot_steer_the_terminal_and_is_cut() throws IOException {
        Path file = folder.resolve("rejected.ndjson");
        RejectedSamples samples = RejectedSamples.before(file);
        append(file, row("logs", "not_json", "t-0-0", "\\u001b[2J\\u202ea\\nb" + "x".repeat(200)));
        String line = samples.lines().get("logs").get(0);
        assertThat(line)
                .doesNotContain("\u001b", "\n", "\u202e")
                .contains("a\\nb")
                .endsWith("x…");
        assertThat(line.length()).isLessThan(130);
    }

    @Test
    void a_place_in_a_file_is_a_line_also_in_a_compressed_one() throws IOException {
        String text = "one\ntwo\nthree\n";
        Path plain = Files.writeString(folder.resolve("a.log"), text);
        Path packed = folder.resolve("a.log.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        Path zstd = Files.write(folder.resolve("a.log.zst"), Zstd.compress(text.getBytes(StandardCharsets.UTF_8)));
        for (Path file : List.of(plain, packed, zstd)) {
            assertThat(LinePlace.of("byte 0 of " + file)).isEqualTo("line 1 (byte 0) of " + file);
            assertThat(LinePlace.of("byte 8 of " + file)).isEqualTo("line 3 (byte 8) of " + file);
            assertThat(LinePlace.of("byte 99 of " + file)).isEqualTo("byte 99 of " + file);
        }
        for (String other : List.of("logs-0-12", "record 4 of stdin", "byte 7 of no/such.log", "byte of it")) {
            assertThat(LinePlace.of(other)).isEqualTo(other);
        }
    }

    private static String row(String stream, String reason, String position, String raw) {
        return "{\"stream\":\"" + stream + "\",\"reason\":\"" + reason + "\",\"position\":\"" + position
                + "\",\"time\":null,\"raw\":\"" + raw + "\",\"raw_base64\":null}\n";
    }

    private static void append(Path file, String row) throws IOException {
        Files.writeString(file, row, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
