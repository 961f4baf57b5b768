package io.nilometer.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.nilometer.api.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretPlacesTest {

    private static final String FILE = """
            name: "${file:secret}"
            streams:
              logs:
                source: {kafka: {password: "${file:secret}", ssl: {key: ["${file:secret}"]}}}
                format: {csv: {quote: "${file:secret}"}}
                steps:
                  - where: a = '${file:secret}'
            outputs:
              screen: {kafka: {key: "${file:secret}"}, from: ["${file:secret}"], retry: {pause: "${file:secret}"}}
            notify:
              on_call: {pagerduty: {routing_key: "${file:secret}"}}
            tests: [{feed: [{logs: ["${file:secret}"]}]}]
            """;

    @TempDir
    private Path folder;

    @Test
    void lets_secrets_into_options_of_components_only() throws IOException {
        Files.writeString(folder.resolve("secret"), "hunter2");
        Problems problems = new Problems();
        Variables variables = new Variables(Map.of(), name -> null, false, folder, problems);
        Tree tree = new TreeReader("t.yaml", FILE, variables, problems).read().orElseThrow();

        Tree checked = new SecretPlaces(problems).check(tree);

        assertThat(problems.sorted()).extracting(Problem::code).containsOnly("secret-not-here");
        assertThat(problems.sorted())
                .extracting(problem ->
                        problem.place().line() + ":" + problem.place().column())
                .containsExactly("1:7", "7:16", "9:51", "9:85", "12:25");
        assertThat(Trees.value(checked).toString().split("hunter2", -1)).hasSize(1 + 5);
        assertThat(Trees.value(checked)).asString().contains("name=${file:secret}", "where=a = '${file:secret}'");
    }
}
