package io.nilometer.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.nilometer.api.Problem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No problem shows what a secret option, a file or a variable holds, wherever it was put by mistake. */
class SecretsTest {

    private static final String SECRET = "Tr0ub4dor-and-3";

    @TempDir
    Path folder = Path.of("");

    @BeforeEach
    void writeSecret() throws Exception {
        Files.writeString(folder.resolve("secret"), SECRET + "\n");
    }

    @Test
    void a_secret_of_a_file_is_never_shown_wherever_a_value_can_be() {
        List<String> lines = List.of(
                "name: V",
                "timezone: V",
                "    source: V",
                "    source: {kafka: {brokers: V}}",
                "    source: {kafka: {brokers: [V, 'a:1'], start: V}}",
                "    source: {kafka: {brokers: 'a:1', pin: V}}",
                "    source: {kafka: V}",
                "    format: V",
                "    format: {csv: {delimiter: V}}",
                "    schema: {at: {type: V, path: V}}",
                "    time: V",
                "    time: {field: at, unit: V, lateness: V, idle_after: V}",
                "    steps: [{where: V}]",
                "    steps: V",
                "    steps: [V]",
                "    on_bad_field: V");
        for (String line : lines) {
            String key = line.substring(0, line.indexOf(':') + 1);
            String text = PipelineText.TOP
                            .lines()
                            .map(old -> old.startsWith(key) ? line : old)
                            .reduce("", (all, next) -> all + next + "\n")
                    + (PipelineText.TOP.contains("\n" + key) || key.equals("name:")
                            ? ""
                            : key.startsWith(" ") ? "" : line + "\n");
            notShown(text.replace("V", "\"${file:secret}\""));
        }
        for (String more : List.of(
                "metrics: {m: {from: V, window: V, by: V, select: {c: V}, top: {n: V, order: V}, lateness: V, keep: V}}",
                "metrics: {m: {window: all, by: [V, V], select: V}}",
                "outputs: {o: {console: {rows: V}, from: [V], results: V, retry: {attempts: V, pause: V}}}",
                "demo: {logs: {rate: V, seed: V, fields: V, incidents: [{at: V, lasting: V, set: V}]}}",
                "limits: {record: V, depth: V, state: V}",
                "tests: [{name: V, now: V, feed: [{wait: V}, {logs: [{record: V, repeat: V, every: V, partition: V}]}], expect: {logs: V, ledger: V}}]",
                "alerts: {a: {from: V, when: V, severity: V, for: V, at_most: V, fire: V}}")) {
            notShown(PipelineText.TOP + more.replace("V", "\"${file:secret}\"") + "\n");
        }
    }

    @Test
    void a_secret_option_is_never_shown_even_where_it_stands_in_the_file() {
        String text = PipelineText.TOP.replace(
                "stdin", "{kafka: {brokers: " + SECRET + ", password: " + SECRET + ", pin: " + SECRET + "}}");

        assertThat(notShown(text)).extracting(Problem::code).containsExactly("bad-value");
    }

    @Test
    void the_words_of_a_component_that_quotes_a_secret_are_shown_without_it() {
        String text = PipelineText.TOP.replace("stdin", "{kafka: {brokers: \"${file:secret}\", password: x}}");

        assertThat(notShown(text)).extracting(Problem::message).containsExactly("'***' is not host:port");
    }

    @Test
    void a_short_secret_leaves_other_words_whole() {
        String text = PipelineText.TOP.replace("stdin", "{kafka: {brokers: s, password: s}}");

        assertThat(PipelineText.problems(text)).extracting(Problem::message).containsExactly("'***' is not host:port");
    }

    @Test
    void the_value_of_a_variable_is_not_shown_where_the_file_names_the_variable() {
        String text = PipelineText.TOP.replace("{field: at}", "{field: at, lateness: \"${LATE}\"}");

        List<Problem> problems =
                PipelineText.load(text, false, Map.of("LATE", SECRET), folder).problems();
        assertThat(problems).singleElement().satisfies(problem -> assertThat(problem.toString())
                .contains("`${LATE}`")
                .doesNotContain(SECRET));
    }

    @Test
    void a_syntax_error_beside_a_secret_does_not_show_it() {
        notShown(PipelineText.TOP + "limits: {record: '" + SECRET + "\n");
        notShown(PipelineText.TOP + "limits: " + SECRET + ": x\n");
        notShown(PipelineText.TOP + "limits: [" + SECRET + "\nmetrics: {}\n");
    }

    private List<Problem> notShown(String text) {
        List<Problem> problems =
                PipelineText.load(text, false, Map.of(), folder).problems();
        assertThat(problems.toString()).as("%s", text).doesNotContain(SECRET).doesNotContainIgnoringCase(SECRET);
        return problems;
    }
}
