package io.nilometer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever copies a pipeline from the pages has one that works. */
class DocsPipelinesTest {

    private static final Path HOME = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```yaml\\n(.*?)^```$");

    /** What a fragment of a page needs to be whole. */
    private static final String REST = """
            name: fragment
            """;

    @TempDir
    Path folder = Path.of("");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void whole_pipelines_on_the_pages_pass_check_and_their_own_tests() throws Exception {
        List<String> blocks =
                blocks().stream().filter(block -> block.startsWith("name:")).toList();

        assertThat(blocks).isNotEmpty();
        for (String block : blocks) {
            checks(block);
            if (block.contains("\ntests:\n")) {
                assertThat(nilometer("test", folder.resolve("page.yaml").toString()))
                        .as("%s\n%s%s", block, out, err)
                        .isZero();
            }
        }
    }

    @Test
    void the_sections_of_the_page_on_pipeline_files_are_a_pipeline_together() throws Exception {
        String page = Files.readString(HOME.resolve("docs/pipeline-file.md"));
        List<String> sections =
                BLOCK.matcher(page).results().map(match -> match.group(1)).toList();

        assertThat(sections).hasSizeGreaterThan(3);
        checks(REST + String.join("", sections));
    }

    @Test
    void every_block_on_the_pages_is_whole_or_belongs_to_the_page_on_pipeline_files() throws Exception {
        long fragments =
                blocks().stream().filter(block -> !block.startsWith("name:")).count();
        long explained = BLOCK.matcher(Files.readString(HOME.resolve("docs/pipeline-file.md")))
                .results()
                .count();

        assertThat(fragments).isEqualTo(explained);
    }

    @Test
    void the_first_pipeline_runs_over_its_data_as_the_readme_says() throws Exception {
        String file = HOME.resolve("docs/examples/first.yaml").toString();
        Path log = HOME.resolve("docs/examples/app.log");
        long lines;
        try (Stream<String> all = Files.lines(log)) {
            lines = all.count();
        }
        assertThat(nilometer("test", file)).as("%s%s", out, err).isZero();
        assertThat(nilometer(
                        "run",
                        file,
                        "--input",
                        "logs=" + log,
                        "--until-end",
                        "--results",
                        folder.resolve("out").toString(),
                        "--state",
                        folder.resolve("state").toString()))
                .as("%s%s", out, err)
                .isZero();

        assertThat(Files.readString(folder.resolve("out/ledger.json")))
                .containsPattern("\"read\" ?: ?" + lines + "\\b");
        assertThat(Files.readString(folder.resolve("out/error_rate.ndjson"))).contains("\"error_rate\"");
        assertThat(folder.resolve("out/slow_requests.ndjson")).exists();
    }

    private void checks(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("page.yaml"), text);

        assertThat(new House()
                        .check(file, Map.of(), Workshop.Variables.OPTIONAL)
                        .problems())
                .as(text)
                .isEmpty();
    }

    private static List<String> blocks() throws IOException {
        List<String> blocks = new ArrayList<>();
        List<Path> pages;
        try (Stream<Path> docs = Files.walk(HOME.resolve("docs"))) {
            pages = Stream.concat(Stream.of(HOME.resolve("README.md")), docs.filter(page -> page.toString()
                            .endsWith(".md")))
                    .toList();
        }
        for (Path page : pages) {
            BLOCK.matcher(Files.readString(page))
                    .results()
                    .map(match -> match.group(1))
                    .forEach(blocks::add);
        }
        return blocks;
    }

    private int nilometer(String... arguments) {
        return InProcess.run(out, err, arguments);
    }
}
