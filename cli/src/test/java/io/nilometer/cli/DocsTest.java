package io.nilometer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the pages say about the repository is true. */
class DocsTest {

    private static final Path HOME = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern LINK = Pattern.compile("]\\(([^)#]+)\\)");

    @Test
    void the_readme_shows_the_first_pipeline_as_it_is() throws Exception {
        assertThat(read("README.md")).contains("```yaml\n" + read("docs/examples/first.yaml") + "```");
    }

    @Test
    void continuous_integration_runs_the_readmes_test_command_and_nothing_else() throws Exception {
        List<String> commands = read(".ci/run")
                .lines()
                .filter(line -> line.startsWith("exec "))
                .map(line -> line.substring("exec ".length()))
                .toList();

        assertThat(commands).hasSize(1);
        assertThat(read("README.md")).contains("```sh\n" + commands.get(0) + " ");
    }

    @Test
    void links_between_pages_lead_somewhere() throws Exception {
        for (Path page : pages()) {
            for (String link : LINK.matcher(Files.readString(page))
                    .results()
                    .map(match -> match.group(1))
                    .toList()) {
                if (!link.contains("://")) {
                    assertThat(page.resolveSibling(link))
                            .as("%s in %s", link, page)
                            .exists();
                }
            }
        }
    }

    @Test
    void operations_names_every_command() throws Exception {
        String page = read("docs/operations.md");
        List<String> named = Pattern.compile("(?m)^\\./nilometer (\\w+)")
                .matcher(page)
                .results()
                .map(match -> match.group(1))
                .toList();

        assertThat(named)
                .containsExactlyInAnyOrder("demo", "run", "check", "test", "explain", "ledger", "docs", "completion");
    }

    private static List<Path> pages() throws IOException {
        try (Stream<Path> docs = Files.walk(HOME.resolve("docs"))) {
            return Stream.concat(Stream.of(HOME.resolve("README.md")), docs.filter(p -> p.toString()
                            .endsWith(".md")))
                    .toList();
        }
    }

    private static String read(String file) throws IOException {
        return Files.readString(HOME.resolve(file));
    }
}
