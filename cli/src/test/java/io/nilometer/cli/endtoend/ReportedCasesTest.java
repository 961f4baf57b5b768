package io.nilometer.cli.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nilometer.cli.InProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The folders of {@code src/test/cases}: what people have reported of log tools, run from a file to its results. */
class ReportedCasesTest {

    private static final Path CASES = Path.of("src/test/cases").toAbsolutePath();
    private static final Pattern STREAM = Pattern.compile("^  (\\w+):");
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder = Path.of("");

    static Stream<String> cases() throws IOException {
        try (Stream<Path> all = Files.list(CASES)) {
            return all.filter(Files::isDirectory).map(each -> each.getFileName().toString()).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void in_one_process(String name) throws Exception {
        check(name, List.of());
    }

    /** Those in which lines and records differ, or positions are special: the rest is the same code. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "bom",
                "cloudtrail",
                "cri",
                "csv-reorder",
                "expr-poison",
                "formats-list-lines",
                "gz-dir",
                "hosts-glob",
                "integer-overflow",
                "json-array-lines",
                "like-wildcards",
                "multiline",
                "percentile-narrow",
                "syslog-newyear"
            })
    void on_spark(String name) throws Exception {
        check(name, List.of("--engine", "spark"));
    }

    private void check(String name, List<String> engine) throws Exception {
        Path directory = CASES.resolve(name);
        Path pipeline = directory.resolve("pipeline.yaml");
        Path results = folder.resolve("results");
        List<String> arguments = new ArrayList<>(List.of("run", pipeline.toString()));
        List<String> streams = streams(pipeline);
        for (Path input : inputs(directory)) {
            String file = input.getFileName().toString();
            String stem = file.contains(".") ? file.substring(0, file.lastIndexOf('.')) : file;
            String stream = streams.contains(file) ? file : streams.contains(stem) ? stem : streams.get(0);
            arguments.addAll(List.of("--input", stream + "=" + input));
        }
        arguments.addAll(List.of("--until-end", "--results", results.toString()));
        arguments.addAll(engine);
        InProcess.Outcome outcome = InProcess.run(arguments.toArray(String[]::new));
        int exit = 0;
        for (String line : Files.readAllLines(directory.resolve("expected.txt"))) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            String[] parts = line.strip().split(" ", 2);
            switch (parts[0]) {
                case "exit" -> exit = Integer.parseInt(parts[1]);
                case "says" -> assertThat(outcome.err()).contains(parts[1]);
                case "ledger" -> {
                    String[] ledger = parts[1].split(" ", 2);
                    JsonNode got = JSON.readTree(results.resolve("ledger.json").toFile())
                            .get(ledger[0]);
                    assertThat(isWithin(JSON.readTree(ledger[1]), got))
                            .as("%s: %s", line, got)
                            .isTrue();
                }
                default -> rows(line, parts[1], results.resolve(parts[0] + ".ndjson"), outcome);
            }
        }
        assertThat(outcome.exit()).as(outcome.err()).isEqualTo(exit);
    }

    private static void rows(String line, String expected, Path file, InProcess.Outcome outcome) throws IOException {
        assertThat(file).as(outcome.err()).exists();
        List<JsonNode> rows = new ArrayList<>();
        for (String row : Files.readAllLines(file, StandardCharsets.UTF_8)) {
            rows.add(JSON.readTree(row));
        }
        if (expected.startsWith("rows ")) {
            assertThat(rows).as(line).hasSize(Integer.parseInt(expected.substring(5)));
        } else {
            JsonNode subset = JSON.readTree(expected);
            assertThat(rows).as(line).anyMatch(row -> isWithin(subset, row));
        }
    }

    private static boolean isWithin(JsonNode expected, JsonNode got) {
        if (expected.isObject()) {
            for (Map.Entry<String, JsonNode> field : expected.properties()) {
                JsonNode value = got.get(field.getKey());
                if (value == null || !isWithin(field.getValue(), value)) {
                    return false;
                }
            }
            return true;
        }
        if (expected.isNumber() && got.isNumber()) {
            double wanted = expected.asDouble();
            return Math.abs(wanted - got.asDouble()) <= 1e-9 * Math.max(1, Math.abs(wanted));
        }
        return expected.equals(got);
    }

    /** The names of streams with a source, or of all when there is none. */
    private static List<String> streams(Path pipeline) throws IOException {
        List<String> all = new ArrayList<>();
        boolean inside = false;
        for (String line : Files.readAllLines(pipeline)) {
            if (line.startsWith("streams:")) {
                inside = true;
            } else if (inside && !line.isEmpty() && !line.startsWith(" ")) {
                break;
            } else if (inside) {
                Matcher name = STREAM.matcher(line);
                if (name.find()) {
                    all.add(name.group(1));
                }
            }
        }
        return all;
    }

    private static List<Path> inputs(Path directory) throws IOException {
        try (Stream<Path> all = Files.list(directory)) {
            return all.filter(path -> !List.of("pipeline.yaml", "expected.txt")
                            .contains(path.getFileName().toString()))
                    .sorted()
                    .toList();
        }
    }
}
