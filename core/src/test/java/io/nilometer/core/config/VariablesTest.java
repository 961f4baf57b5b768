package io.nilometer.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.nilometer.api.Place;
import io.nilometer.api.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VariablesTest {

    private static final Place PLACE = new Place("t.yaml", 3, 7);

    @TempDir
    private Path folder;

    private final Problems problems = new Problems();

    @Test
    void prefers_what_is_set_then_the_environment_then_the_default() {
        Variables variables = variables(false);

        assertThat(text(variables, "${SET}-${ENV}-${NONE:-x:y}-${EMPTY:-e}-${NONE:-}"))
                .isEqualTo("set-env-x:y-e-");
        assertThat(text(variables, "cost $${ENV} $5 {ENV} $ENV")).isEqualTo("cost ${ENV} $5 {ENV} $ENV");
        assertThat(problems.sorted()).isEmpty();
    }

    @Test
    void tells_a_variable_without_value_only_when_it_is_needed() {
        assertThat(variables(true).fill("a ${NONE} b", PLACE))
                .isEqualTo(new Variables.Filled("a ${NONE} b", true, false));
        assertThat(problems.sorted()).isEmpty();

        assertThat(variables(false).fill("a ${NONE} b", PLACE).unset()).isTrue();
        assertThat(problems.sorted()).singleElement().satisfies(problem -> {
            assertThat(problem.code()).isEqualTo("unset-variable");
            assertThat(problem.place()).isEqualTo(PLACE);
            assertThat(problem.remedy()).contains("--set NONE=", "${NONE:-default}");
        });
    }

    @Test
    void tells_what_is_not_a_variable() {
        Variables variables = variables(true);

        assertThat(text(variables, "a ${b")).isEqualTo("a ${b");
        assertThat(text(variables, "${}")).isEqualTo("${}");
        assertThat(text(variables, "${a b}")).isEqualTo("${a b}");
        assertThat(problems.sorted()).hasSize(3).extracting(Problem::code).containsOnly("bad-variable");
    }

    @Test
    void does_not_fill_in_what_a_value_holds() {
        Variables variables = new Variables(Map.of("A", "${B}", "B", "b"), name -> null, false, folder, problems);

        assertThat(text(variables, "${A}")).isEqualTo("${B}");
    }

    @Test
    void reads_a_secret_from_its_file() throws IOException {
        Files.writeString(folder.resolve("key"), "hunter2\n");

        Variables.Filled filled = variables(false).fill("x ${file:key}", PLACE);

        assertThat(filled).isEqualTo(new Variables.Filled("x hunter2", false, true));
    }

    @Test
    void leaves_secrets_in_their_files_while_nothing_is_run() throws IOException {
        Files.writeString(folder.resolve("key"), "hunter2\n");

        assertThat(variables(true).fill("${file:key}", PLACE))
                .isEqualTo(new Variables.Filled("${file:key}", true, true));
    }

    @Test
    void tells_a_secret_that_cannot_be_read() throws IOException {
        Files.write(folder.resolve("large"), new byte[70_000]);
        Variables variables = variables(false);
        for (String path : new String[] {"none", ".", "large", "/dev/zero", "a\0b"}) {
            variables.fill("${file:" + path + "}", new Place("t.yaml", path.length(), 1));
        }

        assertThat(problems.sorted()).hasSize(5).extracting(Problem::code).containsOnly("unreadable-file");
    }

    @Test
    void tells_a_set_that_nothing_uses() {
        Variables variables = variables(false);
        variables.fill("${SET}", PLACE);
        variables.checkAllSetsUsed(PLACE);

        assertThat(problems.sorted()).singleElement().satisfies(problem -> {
            assertThat(problem.code()).isEqualTo("unused-set");
            assertThat(problem.message()).contains("SETT");
            assertThat(problem.remedy()).contains("`SET`");
        });
    }

    private Variables variables(boolean lenient) {
        Map<String, String> environment = Map.of("ENV", "env", "SET", "not this", "EMPTY", "");
        Map<String, String> sets = Map.of("SET", "set", "SETT", "typo");
        return new Variables(sets, environment::get, lenient, folder, problems);
    }

    private static String text(Variables variables, String text) {
        return variables.fill(text, PLACE).text();
    }
}
