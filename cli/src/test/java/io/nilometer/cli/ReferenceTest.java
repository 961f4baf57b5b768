package io.nilometer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.nilometer.core.component.Components;
import io.nilometer.core.config.JsonSchema;
import io.nilometer.core.config.ReferencePage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The generated pages are those that the program makes now; {@code -Dnilometer.write-docs=true} writes them anew. */
class ReferenceTest {

    private static final Path HOME = Path.of("..").toAbsolutePath().normalize();
    private static final Path DOCS = HOME.resolve("docs");
    private static final Components COMPONENTS = Components.load();

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

    private static String misfits(String yaml) throws IOException {
        Object document = new Load(LoadSettings.builder().build()).loadFromString(yaml);
        JsonNode node = new ObjectMapper().valueToTree(document);
        StringBuilder misfits = new StringBuilder();
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(JsonSchema.of(COMPONENTS))
                .validate(node)
                .forEach(misfit -> misfits.append(misfit).append("\n"));
        return misfits.toString();
    }

    private static void upToDate(String name, String current) throws IOException {
        Path file = DOCS.resolve(name);
        if (Boolean.getBoolean("nilometer.write-docs")) {
            Files.writeString(file, current);
        }
        assertThat(Files.isRegularFile(file) ? Files.readString(file) : "")
                .as(
                        "docs/%s is not what `./nilometer docs` prints now; write it with"
                                + " mvn -q test -pl cli -am -Dtest=ReferenceTest -Dsurefire.failIfNoSpecifiedTests=false"
                                + " -Dnilometer.write-docs=true",
                        name)
                .isEqualTo(current);
    }
}
