package io.nilometer.spark.fit;

import static org.assertj.core.api.Assertions.assertThat;

import io.nilometer.api.Place;
import io.nilometer.api.Problem;
import io.nilometer.api.SourceFactory;
import io.nilometer.core.compile.Compiler;
import io.nilometer.core.component.Components;
import io.nilometer.core.config.PipelineFile;
import io.nilometer.core.program.Program;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SparkFitTest {

    private static final String PIPELINE = """
            name: sample
            streams:
              a: {source: ranges, format: json, schema: {at: timestamp}, time: {field: at}}
              b: {source: one, format: json, schema: {at: timestamp}, time: {field: at}}
              c: {source: machine, format: json, schema: {at: timestamp}, time: {field: at}}
            metrics:
              n_a: {from: a, window: 1m, select: {n: count(*)}}
              n_b: {from: b, window: 1m, select: {n: count(*)}}
              n_c: {from: c, window: 1m, select: {n: count(*)}}
            """;

    private final Components components = components();

    @Test
    void a_source_of_one_machine_is_an_error_at_its_place_with_reason_and_remedy() {
        Problem problem = SparkFit.problems(loaded(PIPELINE).sources(), components, Set.of("b"))
                .get(0);

        assertThat(problem.severity()).isEqualTo(Problem.Severity.ERROR);
        assertThat(problem.message()).isEqualTo("the Spark engine cannot read `c`: it is a pipe");
        assertThat(problem.remedy()).isEqualTo("read a file");
        assertThat(problem.place()).isEqualTo(new Place("p.yaml", 5, 15));
    }

    @Test
    void a_source_that_one_process_reads_is_told_with_its_cost_and_ranges_are_not() {
        assertThat(SparkFit.problems(loaded(PIPELINE).sources(), components, Set.of("c")))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.severity()).isEqualTo(Problem.Severity.INFO);
                    assertThat(problem.message())
                            .isEqualTo("the driver alone reads `b`: every record crosses the network twice");
                });
    }

    @Test
    void a_source_that_is_replaced_does_not_matter() {
        assertThat(SparkFit.problems(loaded(PIPELINE).sources(), components, Set.of("b", "c")))
                .isEmpty();
    }

    @Test
    void a_source_is_judged_whatever_else_is_wrong_with_its_stream_or_the_file_but_not_when_it_is_wrong_itself() {
        String broken = PIPELINE.replace("machine, format: json", "machine, format: jsn")
                .replace("source: one,", "source: {one: {speed: 1}},")
                .replace("1m", "1 fortnight");

        assertThat(SparkFit.problems(loaded(broken).sources(), components, Set.of()))
                .extracting(Problem::code)
                .containsExactly("one-machine");
    }

    @Test
    void explains_how_each_source_is_read() {
        assertThat(SparkExplain.text(program(""), components))
                .startsWith("\non Spark: one query\n  1. read and scan: ")
                .contains("\non Spark: stream a, ranges\n  read in ranges: ")
                .contains("\non Spark: stream b, one\n  read by the driver alone")
                .contains("  cost: every record crosses the network twice\n")
                .contains("\non Spark: stream c, machine\n  not read: it is a pipe\n  instead: read a file\n")
                .doesNotContain("settings of the file")
                .endsWith("\n");
    }

    @Test
    void explains_shards_and_settings_without_secrets() {
        String settings = """
                spark:
                  shards: 1
                  spark.executor.memory: 4g
                  spark.ssl.keyPassword: hunter2
                  spark.executor.extraJavaOptions: -Dtoken=hunter2
                """;

        assertThat(SparkExplain.text(program(settings), components))
                .contains("one task adds the cells", "\n  1 shard, fixed in the checkpoint")
                .contains("\non Spark: settings of the file\n  spark.executor.memory = 4g\n")
                .contains("spark.ssl.keyPassword = ***\n", "spark.executor.extraJavaOptions = ***\n")
                .doesNotContain("hunter2");
        assertThat(SparkExplain.text(program(""), components))
                .contains(
                        "shards: as many as suit the cluster at the first start, fixed",
                        "merge: tasks, one a shard, add");
    }

    private PipelineFile.Loaded loaded(String text) {
        PipelineFile.Settings settings = new PipelineFile.Settings(Map.of(), name -> null, false, new SparkKeys());
        return PipelineFile.parse(text, "p.yaml", Path.of("."), components, settings);
    }

    private Program program(String more) {
        PipelineFile.Loaded loaded = loaded(PIPELINE + more);
        assertThat(loaded.problems()).isEmpty();
        return Compiler.compile(loaded.pipeline().orElseThrow(), components)
                .program()
                .orElseThrow();
    }

    private static Components components() {
        Map<String, SourceFactory> sources = new TreeMap<>();
        for (FakeSource source : List.of(FakeSource.inRanges(), FakeSource.throughOne(), FakeSource.oneMachine())) {
            sources.put(source.name(), source);
        }
        return new Components(sources, Map.of(), Components.load().formats());
    }
}
