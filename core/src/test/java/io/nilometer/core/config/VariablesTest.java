package io.nilometer.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.nilometer.core.compile.Compiler;
import io.nilometer.core.pipeline.Stream;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VariablesTest {

    private static final String TEXT = PipelineText.TOP
                    .replace("{field: at}", "{field: at, lateness: \"${LATE}\"}")
                    .replace(
                            "stdin",
                            "{kafka: {brokers: \"${BROKER}\", password: \"${file:/no/such}\", start: \"${START}\"}}")
                    .replace(
                            "[{where: service is not null}]",
                            "\n      - where: status > ${LIMIT} and service <> '${NAME}'")
            + "metrics: {m: {window: all, keep: \"${KEEP}\", select: {c: count(*)}}}\n"
            + "outputs: {o: {console: {rows: \"${ROWS}\"}, from: m}}\n";

    @Test
    void a_pipeline_is_checked_with_its_variables_unset() {
        PipelineFile.Loaded loaded = PipelineText.load(TEXT, true, Map.of(), Path.of("."));

        assertThat(loaded.problems()).isEmpty();
        assertThat(Compiler.compile(loaded.pipeline().orElseThrow(), FakeComponents.ALL)
                        .program())
                .isPresent();
    }

    @Test
    void a_pipeline_that_runs_needs_each_of_them() {
        assertThat(PipelineText.load(TEXT, false, Map.of(), Path.of(".")).problems())
                .extracting(problem -> problem.message().replaceAll(".*variable ([A-Z]+) .*", "$1"))
                .contains("BROKER", "START", "LATE", "LIMIT", "NAME", "KEEP", "ROWS");
    }

    @Test
    void values_are_filled_in_and_a_dollar_doubled_stays() {
        String text = PipelineText.TOP.replace(
                "[{where: service is not null}]",
                "\n      - where: service = '$${x}' and status > ${LIMIT:-3} and ${NAME}");
        Stream stream = PipelineText.load(text, false, Map.of("NAME", "true"), Path.of("."))
                .pipeline()
                .orElseThrow()
                .streams()
                .values()
                .iterator()
                .next();

        assertThat(((Stream.Where) stream.steps().get(0)).condition().text())
                .isEqualTo("service = '${x}' and status > 3 and true");
    }
}
