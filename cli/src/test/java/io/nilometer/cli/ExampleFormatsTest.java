package io.nilometer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The logs of other systems that the examples show: read as their page says, counted there with other tools too. */
class ExampleFormatsTest {

    private static final Path FORMATS =
            Path.of("..", "docs", "examples", "formats").toAbsolutePath().normalize();

    /** A row of the table: the folder, lines, records read, used and rejected, and the three counted by other tools. */
    private static final Pattern ROW = Pattern.compile(
            "(?m)^\\| [^|]+ \\| \\[(\\S+)]\\(\\1/pipeline\\.yaml\\) \\| (\\d+) \\| (\\d+) \\| (\\d+) \\| (\\d+) "
                    + "\\| (\\d+), (\\d+), (\\d+); .*\\|$");

    @TempDir
    Path folder = Path.of("");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void their_tests_pass_in_this_process() throws Exception {
        assertThat(nilometer(testsOfAll())).as("%s%s", out, err).isZero();
    }

    @Test
    void their_tests_pass_on_spark() throws Exception {
        assertThat(nilometer(testsOfAll("--engine", "spark", "--master", "local[2]")))
                .as("%s%s", out, err)
                .isZero();
    }

    @Test
    void a_run_over_the_sample_counts_as_the_page_and_other_tools_do() throws Exception {
        List<Row> rows = rows();

        assertThat(rows.stream().map(Row::name)).containsExactlyInAnyOrderElementsOf(names());
        for (Row row : rows) {
            assertThat(row.counted()).as(row.name()).isEqualTo(row.ledger());
            assertThat(linesOfSample(row.name())).as(row.name()).isEqualTo(row.lines());
            assertThat(ledgerOfRun(row.name()))
                    .as("%s %s%s", row.name(), out, err)
                    .isEqualTo(row.ledger());
        }
    }

    private record Row(String name, long lines, String ledger, String counted) {}

    private static List<Row> rows() throws IOException {
        return ROW.matcher(Files.readString(FORMATS.resolve("README.md")))
                .results()
                .map(row -> new Row(
                        row.group(1),
                        Long.parseLong(row.group(2)),
                        String.join(" ", row.group(3), row.group(4), row.group(5)),
                        String.join(" ", row.group(6), row.group(7), row.group(8))))
                .toList();
    }

    private static List<String> names() throws IOException {
        try (Stream<Path> all = Files.list(FORMATS)) {
            return all.filter(Files::isDirectory)
                    .map(folder -> folder.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }

    private static long linesOfSample(String name) throws IOException {
        return Files.readString(FORMATS.resolve(name).resolve("sample.log"))
                .chars()
                .filter(c -> c == '\n')
                .count();
    }

    private static String[] testsOfAll(String... options) throws IOException {
        Stream<String> files = names().stream().map(ExampleFormatsTest::pipeline);
        return Stream.of(Stream.of("test"), Stream.of(options), files)
                .flatMap(part -> part)
                .toArray(String[]::new);
    }

    private static String pipeline(String name) {
        return FORMATS.resolve(name).resolve("pipeline.yaml").toString();
    }

    /** What a run with the file as it lies there read, used and rejected. */
    private String ledgerOfRun(String name) throws IOException {
        Path results = folder.resolve(name);
        int exit = nilometer(
                "run",
                pipeline(name),
                "--until-end",
                "--results",
                results.toString(),
                "--state",
                folder.resolve(name + "-state").toString());
        assertThat(exit).as("%s %s%s", name, out, err).isZero();
        var counters = new TreeMap<String, String>();
        Matcher counter = Pattern.compile("\"(read|used|rejected)\"\\s*:\\s*(\\d+)")
                .matcher(Files.readString(results.resolve("ledger.json")));
        while (counter.find()) {
            counters.putIfAbsent(counter.group(1), counter.group(2));
        }
        return String.join(" ", counters.get("read"), counters.get("used"), counters.get("rejected"));
    }

    private int nilometer(String... arguments) {
        return InProcess.run(out, err, arguments);
    }
}
