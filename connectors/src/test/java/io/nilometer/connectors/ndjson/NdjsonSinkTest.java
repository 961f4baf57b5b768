package io.nilometer.connectors.ndjson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nilometer.api.NilometerException;
import io.nilometer.api.Options;
import io.nilometer.api.Sink;
import io.nilometer.api.SinkContext;
import io.nilometer.api.SinkFactory;
import io.nilometer.connectors.SinkContract;
import io.nilometer.connectors.SourceReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NdjsonSinkTest extends SinkContract {

    @Override
    protected SinkFactory factory() {
        return new NdjsonSinkFactory();
    }

    @Override
    protected Object[] options() {
        return new Object[] {"path", "out"};
    }

    @Override
    protected List<Long> arrived() throws IOException {
        List<Long> numbers = new ArrayList<>();
        for (String line : Files.readAllLines(file())) {
            assertThat(line).matches("\\{\"n\":\\d+,\"word\":\"word \\d+\"}");
            numbers.add(Long.parseLong(line.substring(5, line.indexOf(','))));
        }
        return numbers;
    }

    private Path file() {
        return folder.resolve("out/numbers.ndjson");
    }

    private Sink with(Object... options) {
        return factory()
                .create(
                        SourceReader.options(factory(), options),
                        new SinkContext("p", "out", folder, List.of(NUMBERS, OTHERS), notices::add));
    }

    @Test
    void cuts_off_what_a_crash_left_unfinished() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 20; i++) {
            Sink sink = sink();
            sink.write(batch(i, i * 10L, i * 10L + 10));
            sink.close();
            Files.writeString(file(), "{\"n\":99999,\"wo".substring(0, random.nextInt(14)), StandardOpenOption.APPEND);
            Files.writeString(folder.resolve("out/.progress-out.next"), "{\"inc");
        }
        try (Sink sink = sink()) {
            sink.write(batch(20, 200, 201));
        }
        assertThat(arrived()).as("seed %d", seed).isEqualTo(numbers(201));
    }

    @Test
    void results_of_another_run_are_refused_appended_to_or_replaced() throws Exception {
        try (Sink first = sink()) {
            first.write(batch(7, 0, 3));
        }
        Sink.Batch other = new Sink.Batch("another", 0, batch(0, 3, 5).outputs());
        try (Sink refusing = sink()) {
            assertThatThrownBy(() -> refusing.write(other))
                    .isInstanceOf(NilometerException.class)
                    .hasMessageContaining("numbers.ndjson");
        }
        try (Sink appending = with("path", "out", "existing", "append")) {
            appending.write(other);
            appending.write(other);
        }
        assertThat(arrived()).isEqualTo(numbers(5));
        try (Sink replacing = with("path", "out", "existing", "replace")) {
            replacing.write(batch(0, 0, 2));
        }
        assertThat(arrived()).isEqualTo(numbers(2));
    }

    @Test
    void a_file_that_was_shortened_behind_our_back_is_an_error() throws Exception {
        try (Sink sink = sink()) {
            sink.write(batch(0, 0, 3));
        }
        Files.writeString(file(), "");
        try (Sink sink = sink()) {
            assertThatThrownBy(() -> sink.write(batch(1, 3, 4))).hasMessageContaining("shorter");
        }
    }

    @Test
    void relations_without_rows_get_an_empty_file() throws Exception {
        try (Sink sink = sink()) {
            sink.write(new Sink.Batch("incarnation", 0, List.of()));
        }
        assertThat(file()).isEmptyFile();
        assertThat(folder.resolve("out/others.ndjson")).isEmptyFile();
    }

    @Test
    void a_path_may_be_a_template_and_one_file_does_not_take_two_relations() throws Exception {
        try (Sink sink = with("path", "x/day-{name}.json")) {
            sink.write(batch(0, 0, 1));
        }
        assertThat(folder.resolve("x/day-numbers.json")).hasContent("{\"n\":0,\"word\":\"word 0\"}");
        Options one = SourceReader.options(factory(), "path", "x/all.ndjson");
        assertThatThrownBy(() -> factory()
                        .create(one, new SinkContext("p", "out", folder, List.of(NUMBERS, OTHERS), notices::add)))
                .hasMessageContaining("one file");
    }

    @Test
    void a_changed_bit_in_the_progress_or_in_the_rows_is_never_taken_for_good() throws Exception {
        try (Sink sink = sink()) {
            sink.write(batch(0, 0, 3));
            sink.write(batch(1, 3, 6));
        }
        int rows = 0;
        for (Path damaged : List.of(folder.resolve("out/.progress-out"), file())) {
            byte[] good = Files.readAllBytes(damaged);
            for (int bit = 0; bit < good.length * 8; bit++) {
                byte[] bad = good.clone();
                bad[bit / 8] ^= (byte) (1 << bit % 8);
                Files.write(damaged, bad);
                try (Sink sink = sink()) {
                    assertThatThrownBy(() -> sink.write(batch(2, 6, 9)))
                            .as("bit %d of %s", bit, damaged)
                            .isInstanceOfSatisfying(
                                    NilometerException.class,
                                    e -> assertThat(e.problem().code()).isIn("bad-progress", "results-changed"));
                }
                rows++;
            }
            Files.write(damaged, good);
        }
        assertThat(rows).isGreaterThan(1_000);
        try (Sink sink = sink()) {
            sink.write(batch(2, 6, 9));
        }
        assertThat(arrived()).isEqualTo(numbers(9));
    }

    @Test
    void a_state_that_is_older_or_newer_than_its_results_is_refused_with_what_is_ahead_of_what() throws Exception {
        try (Sink sink = sink()) {
            sink.write(batch(4, 0, 3));
        }
        assertThatCode(() -> ready("incarnation", 4, 4)).doesNotThrowAnyException();
        assertThatCode(() -> ready("incarnation", 9, 3)).doesNotThrowAnyException();
        assertThatThrownBy(() -> ready("incarnation", 3, 3))
                .hasMessageContaining("ends with batch 3")
                .hasMessageContaining("with batch 4");
        assertThatThrownBy(() -> ready("incarnation", 9, 5)).hasMessageContaining("older than the state");
        assertThatThrownBy(() -> ready("another", 0, -1)).hasMessageContaining("results of another run");
    }

    private void ready(String incarnation, long committed, long written) {
        factory()
                .ready(
                        SourceReader.options(factory(), options()),
                        context("out"),
                        new SinkFactory.StateMark(incarnation, committed, written));
    }

    private SinkContext context(String output) {
        return new SinkContext("p", output, folder, List.of(NUMBERS, OTHERS), notices::add);
    }

    @Test
    void two_outputs_do_not_write_one_file_and_two_files_of_one_folder_are_fine() throws Exception {
        try (Sink first = sink()) {
            first.write(batch(0, 0, 3));
            for (String same : List.of("out", "./out", "x/../out", "out/{name}.ndjson")) {
                Options options = SourceReader.options(factory(), "path", same);
                assertThatThrownBy(() -> factory().create(options, context("second")))
                        .as(same)
                        .hasMessageContaining("is being written by output out already");
            }
            Files.createSymbolicLink(folder.resolve("link"), folder.resolve("out"));
            Options linked = SourceReader.options(factory(), "path", "link");
            assertThatThrownBy(() -> factory().create(linked, context("second")))
                    .hasMessageContaining("is being written by output out already");
            Options beside = SourceReader.options(factory(), "path", "out/b-{name}.ndjson");
            try (Sink second = factory().create(beside, context("second"))) {
                second.write(batch(0, 0, 2));
            }
        }
        assertThat(arrived()).isEqualTo(numbers(3));
        try (Sink again = sink()) {
            again.write(batch(1, 3, 4));
        }
        assertThat(arrived()).isEqualTo(numbers(4));
    }

    @Test
    void nothing_is_followed_or_waited_for_that_somebody_else_has_put_there() throws Exception {
        Path victim = Files.writeString(folder.resolve("victim"), "precious");
        for (String name :
                List.of(".owner", ".progress-out", ".progress-out.next", "numbers.ndjson", "others.ndjson")) {
            Path out = Files.createDirectories(folder.resolve("out"));
            Path place = out.resolve(name);
            for (String kind : List.of("link", "dangling", "folder", "pipe")) {
                switch (kind) {
                    case "link" -> Files.createSymbolicLink(place, victim);
                    case "dangling" -> Files.createSymbolicLink(place, folder.resolve("nowhere"));
                    case "folder" -> Files.createDirectory(place);
                    default ->
                        assertThat(new ProcessBuilder("mkfifo", place.toString())
                                        .start()
                                        .waitFor())
                                .isZero();
                }
                assertThatThrownBy(() -> ready("incarnation", -1, -1))
                        .as("%s as %s", name, kind)
                        .isInstanceOfSatisfying(
                                NilometerException.class,
                                e -> assertThat(e.problem().code()).isEqualTo("not-our-file"))
                        .hasMessageContaining(place.toString());
                assertThatThrownBy(this::sink).hasMessageContaining(place.toString());
                Files.delete(place);
            }
        }
        assertThat(victim).hasContent("precious");
        assertThat(folder.resolve("nowhere")).doesNotExist();
        try (Sink sink = sink()) {
            sink.write(batch(0, 0, 1));
        }
        assertThat(arrived()).isEqualTo(numbers(1));
    }
}
