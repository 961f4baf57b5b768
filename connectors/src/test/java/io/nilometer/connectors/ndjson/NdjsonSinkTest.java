package io.nilometer.connectors.ndjson;

import static org.assertj.core.api.Assertions.assertThat;
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
}
