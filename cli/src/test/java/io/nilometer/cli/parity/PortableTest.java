package io.nilometer.cli.parity;

import static org.assertj.core.api.Assertions.assertThat;

import io.nilometer.api.Option;
import io.nilometer.core.compile.Compiled;
import io.nilometer.core.compile.Compiler;
import io.nilometer.core.component.Components;
import io.nilometer.core.config.PipelineFile;
import io.nilometer.core.pipeline.Pipeline;
import io.nilometer.core.pipeline.Stream;
import io.nilometer.core.state.StateLayout;
import io.nilometer.embedded.oracle.Pipelines;
import io.nilometer.embedded.oracle.RandomPipeline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What other processes are told of a pipeline compiles there to the same program, and says nothing that they need not know. */
class PortableTest {

    private static final Path READY_MADE = Path.of("..", "pipelines");
    private static final int ROUNDS = 25;

    @TempDir
    Path folder;

    @Test
    void ready_made_pipelines_travel_whole() throws IOException {
        List<Path> files;
        try (var all = Files.list(READY_MADE)) {
            files = all.filter(file -> file.toString().endsWith(".yaml")).toList();
        }
        assertThat(files).isNotEmpty();
        for (Path file : files) {
            Pipeline pipeline = travels(Files.readString(file), Map.of(), Components.load());
            pipeline.tests().forEach(test -> assertThat(pipeline.portable()).doesNotContain(test.name()));
            assertThat(pipeline.portable()).doesNotContain("incidents", "\"demo\"", "\"tests\"", "\"expect\"");
        }
    }

    @Test
    void random_pipelines_travel_whole() {
        for (long seed = 1; seed <= ROUNDS; seed++) {
            Random random = new Random(seed);
            travels(new RandomPipeline(random, random.nextBoolean()).yaml.toString(), Map.of(), Pipelines.components());
            travels(AnyPipeline.text(random), Map.of(), Components.load());
        }
    }

    @Test
    void secrets_of_sources_travel_and_nothing_of_sinks_demonstrations_and_tests_does() throws IOException {
        Files.writeString(folder.resolve("secret"), "of $the sink: ${NO} \"😀\"\n");
        String yaml = """
                name: portable
                timezone: Europe/Berlin
                streams:
                  logs:
                    source:
                      kafka: {brokers: "${BROKERS:-localhost:9092}", topics: [logs], username: me, password: "${OPEN}",
                             security_protocol: sasl_ssl}
                    format: json
                    schema:
                      at: timestamp
                      code: string
                      _007: string
                      yes: "struct<no: int, on: array<string>>"
                    time: {field: at, lateness: 12m}
                    steps:
                      - derive:
                          odd: "concat('😀 \\" # \\\\\\\\ {a} $${HOME} ', code, '\\t', _007)"
                      - where: "odd rlike r'^\\\\d+' or yes.no = 1"
                metrics:
                  counts: {by: [code, odd], window: 10m every 5m, select: {c: count(*), l: "max(concat('007', '12:30'))"}}
                outputs:
                  topic:
                    kafka: {brokers: "sink-host:9092", topic: sink-topic, username: sink-user, password: "${file:secret}",
                            security_protocol: sasl_ssl}
                    from: [counts, logs.late]
                    results: updates
                    retry: {attempts: 77}
                demo:
                  logs: {rate: 123, fields: {at: now, code: "'demo-code'"}}
                spark: {shards: 3}
                tests:
                  - name: test-name
                    feed: [{logs: [{at: "2026-01-01T00:00:00Z", code: test-code}]}]
                    expect: {counts: [{code: test-code}]}
                """;
        Map<String, String> variables = Map.of("OPEN", "open: 'sesame' ${x} 😀");

        Pipeline pipeline = travels(yaml, variables, Components.load());

        Pipeline arrived = parse(pipeline.portable(), Map.of(), Components.load());
        assertThat(source(arrived)).isEqualTo(source(pipeline)).containsEntry("password", variables.get("OPEN"));
        assertThat(pipeline.portable())
                .doesNotContain("sink-", "of $the sink", "77", "demo", "123", "test-", "shards", "${BROKERS");
    }

    /** The options of the source of {@code logs}. */
    private static Map<String, Object> source(Pipeline pipeline) {
        Stream.Source source = (Stream.Source) pipeline.streams().get("logs").input();
        Map<String, Object> values = new TreeMap<>();
        for (Option<?> option : Components.load().sources().get("kafka").spec().options()) {
            Object value = source.source().options().find(option);
            if (value != null) {
                values.put(option.name(), value);
            }
        }
        return values;
    }

    /** Parsed again it is the same program, and parsed again it is the same text. */
    private Pipeline travels(String yaml, Map<String, String> variables, Components components) {
        Pipeline pipeline = parse(yaml, variables, components);
        Pipeline arrived = parse(pipeline.portable(), Map.of(), components);
        assertThat(arrived.portable()).as("%s", yaml).isEqualTo(pipeline.portable());
        assertThat(layout(arrived, components))
                .as("%s\n%s", yaml, pipeline.portable())
                .isEqualTo(layout(pipeline, components));
        return pipeline;
    }

    private Pipeline parse(String text, Map<String, String> variables, Components components) {
        PipelineFile.Loaded loaded = PipelineFile.parse(
                text, "portable.yaml", folder, components, new PipelineFile.Settings(Map.of(), variables::get, false));
        assertThat(loaded.hasErrors()).as("%s\n%s", loaded.problems(), text).isFalse();
        return loaded.pipeline().orElseThrow();
    }

    private static String layout(Pipeline pipeline, Components components) {
        Compiled compiled = Compiler.compile(pipeline, components);
        StateLayout layout =
                StateLayout.of(compiled.program().orElseThrow(() -> new AssertionError(compiled.problems())));
        return layout.groupings().stream()
                .map(kept -> kept.identity() + " " + kept.metrics() + " "
                        + kept.aggregates().stream()
                                .map(aggregate -> aggregate.spec().text())
                                .toList())
                .toList()
                .toString();
    }
}
