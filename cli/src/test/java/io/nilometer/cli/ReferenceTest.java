package io.nilometer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.nilometer.api.Format;
import io.nilometer.api.Problem;
import io.nilometer.core.component.Components;
import io.nilometer.core.config.FormatExample;
import io.nilometer.core.config.JsonSchema;
import io.nilometer.core.config.ReferencePage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The generated pages are those that the program makes now; {@code -Dnilometer.write-docs=true} writes them anew. */
class ReferenceTest {

    private static final Path HOME = Path.of("..").toAbsolutePath().normalize();
    private static final Path DOCS = HOME.resolve("docs");
    private static final Components COMPONENTS = Components.load();
    private static final com.networknt.schema.JsonSchema SCHEMA =
            JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(JsonSchema.of(COMPONENTS));

    @TempDir
    Path folder = Path.of("");

    @Test
    void the_reference_page_is_up_to_date() throws Exception {
        upToDate("reference.md", ReferencePage.markdown(COMPONENTS));
    }

    @Test
    void the_schema_is_up_to_date() throws Exception {
        upToDate("pipeline.schema.json", JsonSchema.of(COMPONENTS));
    }

    @Test
    void the_reference_names_every_component() {
        String page = ReferencePage.markdown(COMPONENTS);

        assertThat(COMPONENTS.sources()).containsKeys("kafka", "file", "socket", "stdin", "generate");
        Stream.of(COMPONENTS.sources(), COMPONENTS.sinks(), COMPONENTS.formats())
                .flatMap(kind -> kind.keySet().stream())
                .forEach(name -> assertThat(page).contains("\n### " + name + "\n"));
        assertThat(page).doesNotContainPattern("`[A-Z][A-Za-z]*\\[.*]`");
    }

    @Test
    void settings_of_spark_are_told_as_the_engine_reads_them() throws Exception {
        String first = Files.readString(DOCS.resolve("examples/first.yaml"));

        assertThat(ReferencePage.markdown(COMPONENTS)).contains("| `shards` | whole number | |");
        assertThat(misfits(first + "spark: {shards: 8, spark.executor.memory: 4g}\n"))
                .isEmpty();
        assertThat(misfits(first + "spark: {shads: 8}\n")).contains("shads");
    }

    @Test
    void ready_made_pipelines_fit_the_schema() throws Exception {
        List<Path> files;
        try (Stream<Path> pipelines = Files.list(HOME.resolve("pipelines"))) {
            files = Stream.concat(Stream.of(DOCS.resolve("examples/first.yaml")), pipelines)
                    .filter(file -> file.toString().endsWith(".yaml"))
                    .toList();
        }
        assertThat(files).hasSizeGreaterThan(1);
        for (Path file : files) {
            assertThat(misfits(Files.readString(file))).as("%s", file).isEmpty();
        }
    }

    @Test
    void what_is_not_in_the_language_does_not_fit_the_schema() throws Exception {
        String first = Files.readString(DOCS.resolve("examples/first.yaml"));

        assertThat(misfits(first.replace("window:", "windwo:")))
                .contains("windwo")
                .contains("window");
        assertThat(misfits(first.replace("follow: true", "folow: true"))).contains("folow");
        assertThat(misfits(first.replace("format: json", "format: jsn"))).contains("format");
        assertThat(misfits(first.replace("console: {}", "consle: {}"))).contains("consle");
        assertThat(misfits(first.replace("- where:", "- wehre:"))).contains("wehre");
    }

    @Test
    void examples_and_pages_fit_the_schema() throws Exception {
        List<String> texts = new ArrayList<>();
        try (Stream<Path> files = Files.walk(DOCS.resolve("examples"))) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".yaml")).toList()) {
                texts.add(Files.readString(file));
            }
        }
        for (Format format : COMPONENTS.formats().values()) {
            FormatExample.of(format).ifPresent(texts::add);
        }
        try (Stream<Path> pages = Files.walk(DOCS)) {
            for (Path page :
                    pages.filter(path -> path.toString().endsWith(".md")).toList()) {
                Pattern.compile("(?ms)^```yaml\\n(name:.*?)^```$")
                        .matcher(Files.readString(page))
                        .results()
                        .forEach(match -> texts.add(match.group(1)));
            }
        }
        assertThat(texts).hasSizeGreaterThan(8);
        for (String text : texts) {
            assertThat(misfits(text)).as(text).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            window: 1m                  | window: 1min
            window: 1m                  | window: 5 minutes
            window: 1m                  | window: 60
            window: 1m                  | window: session
            lateness: 1m                | lateness: 10
            lateness: 1m                | lateness: 1.5m
            lateness: 1m                | lateness: soon
            name: first                 | name: First Pipeline
            name: first                 | name: first_pipeline
            logs:                       | Logs:
            error_rate:                 | error-rate:
            requests: count             | re-quests: count
            service: string             | my service: string
            from: [error_rate           | from: [Error-Rate
            from: [error_rate           | from: [error_rate.early
            select:                     | selct:
            follow: true                | follow: maybe
            format: json                | format: jsonn
            time: {field: timestamp     | time: {fields: timestamp
            - where: service is not null | - where: {service: a}
            outputs:                    | limits: {record: 1MB}§outputs:
            outputs:                    | limits: {depth: deep}§outputs:
            outputs:                    | spark: {shards: some}§outputs:
            outputs:                    | demo: {logs: {rate: fast, raw: n}}§outputs:
            """)
    void what_check_refuses_in_one_value_does_not_fit_the_schema(String right, String wrong) throws Exception {
        String first = Files.readString(DOCS.resolve("examples/first.yaml"));
        String broken = first.replaceFirst(Pattern.quote(right), Matcher.quoteReplacement(wrong.replace("§", "\n")));

        assertThat(broken).isNotEqualTo(first);
        assertThat(misfits(broken)).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            window: 1m                  | window: ${WINDOW}
            window: 1m                  | window: "${SIZE:-5}m every 1m"
            window: 1m                  | window: 5m offset 1m every 5m
            lateness: 1m                | lateness: "${LATENESS:-10s}"
            format: json                | format: ${FORMAT}
            time: {field: timestamp, lateness: 1m} | time: ${TIME}
            follow: true                | follow: "${FOLLOW}"
            from: [error_rate           | from: ["${WHAT}"
            from: [error_rate           | from: [logs.rejected
            outputs:                    | limits: {record: "${LIMIT}", depth: "${DEPTH}", state: 512 MiB, rejected: 1000}§outputs:
            outputs:                    | demo: {logs: {rate: "${RATE}", raw: n}}§outputs:
            """)
    void variables_and_all_that_check_takes_fit_the_schema(String right, String other) throws Exception {
        String first = Files.readString(DOCS.resolve("examples/first.yaml"));
        String changed = first.replaceFirst(Pattern.quote(right), Matcher.quoteReplacement(other.replace("§", "\n")));

        assertThat(changed).isNotEqualTo(first);
        assertThat(misfits(changed)).isEmpty();
        Path file = Files.writeString(folder.resolve("p.yaml"), changed);
        assertThat(new House()
                        .check(
                                file,
                                Map.of("FORMAT", "json", "TIME", "arrival", "WHAT", "error_rate"),
                                Workshop.Variables.OPTIONAL)
                        .problems())
                .as(changed)
                .noneMatch(problem -> problem.severity() == Problem.Severity.ERROR);
    }

    private static String misfits(String yaml) throws IOException {
        // Keys are text, as in a pipeline file: also `null`, an option of csv.
        Object document = named(new Load(LoadSettings.builder().build()).loadFromString(yaml));
        JsonNode node = new ObjectMapper().valueToTree(document);
        StringBuilder misfits = new StringBuilder();
        SCHEMA.validate(node).forEach(misfit -> misfits.append(misfit).append("\n"));
        return misfits.toString();
    }

    private static Object named(Object value) {
        if (value instanceof List<?> list) {
            return list.stream().map(ReferenceTest::named).toList();
        }
        if (!(value instanceof Map<?, ?> map)) {
            return value;
        }
        Map<String, Object> named = new LinkedHashMap<>();
        map.forEach((key, of) -> named.put(String.valueOf(key), named(of)));
        return named;
    }

    private static void upToDate(String name, String current) throws IOException {
        Path file = DOCS.resolve(name);
        if (Boolean.getBoolean("nilometer.write-docs")) {
            Files.writeString(file, current);
        }
        assertThat(Files.isRegularFile(file) ? Files.readString(file) : "")
                .as(
                        "docs/%s is not what `./nilometer docs --markdown` (or --schema) prints now; write it with"
                                + " mvn -q test -pl cli -am -Dtest=ReferenceTest -Dsurefire.failIfNoSpecifiedTests=false"
                                + " -Dnilometer.write-docs=true",
                        name)
                .isEqualTo(current);
    }
}
