package io.nilometer.cli.parity;

import static org.assertj.core.api.Assertions.assertThat;

import io.nilometer.api.Options;
import io.nilometer.api.Relation;
import io.nilometer.api.Source;
import io.nilometer.api.SourceContext;
import io.nilometer.cli.run.Relations;
import io.nilometer.core.compile.Compiled;
import io.nilometer.core.compile.Compiler;
import io.nilometer.core.component.Components;
import io.nilometer.core.config.PipelineFile;
import io.nilometer.core.frame.FramedSource;
import io.nilometer.core.program.Program;
import io.nilometer.core.program.SourceProgram;
import io.nilometer.core.run.StateOrigin;
import io.nilometer.embedded.EmbeddedRun;
import io.nilometer.embedded.EngineSettings;
import io.nilometer.spark.SparkRun;
import io.nilometer.spark.SparkSettings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Runs one pipeline to the end of its input, on either engine. */
final class BothEngines {

    private static final Optional<String> MASTER = Optional.of("local[2]");

    private final String yaml;
    private final Random random;
    private final Components components;

    /** What came out: rows as text, and the ledger. */
    record Outcome(List<String> rows, Map<String, Map<String, Object>> ledger) {}

    BothEngines(String yaml, Random random) {
        this.yaml = yaml;
        this.random = random;
        components = CutFiles.components(new Random(random.nextLong()));
    }

    Program program(int shards) {
        PipelineFile.Loaded loaded = PipelineFile.parse(
                yaml + "spark: {shards: " + shards + "}\n",
                "parity.yaml",
                Path.of("."),
                components,
                new PipelineFile.Settings(Map.of(), name -> null, false));
        assertThat(loaded.hasErrors()).as("%s\n%s", loaded.problems(), yaml).isFalse();
        Compiled compiled = Compiler.compile(loaded.pipeline().orElseThrow(), components);
        return compiled.program().orElseThrow(() -> new AssertionError(compiled.problems() + "\n" + yaml));
    }

    /** The pipeline. */
    @Override
    public String toString() {
        return yaml;
    }

    private static List<Relation> relations(Program program) {
        Map<String, Relation> relations = new LinkedHashMap<>();
        Relations.results(program).forEach(relation -> relations.put(relation.name(), relation));
        program.pipeline().outputs().values().forEach(output -> Relations.of(program, output)
                .forEach(relation -> relations.put(relation.name(), relation)));
        return List.copyOf(relations.values());
    }

    /** @param source makes that of a stream */
    Outcome embedded(Function<String, Source> source) throws InterruptedException {
        Program program = program(1);
        Gathered gathered = new Gathered();
        List<Source> sources = program.sources().stream()
                .map(each -> source.apply(each.stream()))
                .toList();
        EngineSettings settings = new EngineSettings(
                sources,
                List.of(gathered.of(relations(program), false)),
                Optional.empty(),
                false,
                StateOrigin.UNKNOWN,
                false,
                true,
                1 + random.nextInt(3),
                EngineSettings.SLOW_LOOKS,
                ledger -> {},
                notice -> {});
        try (EmbeddedRun run = EmbeddedRun.start(program, settings)) {
            run.await();
            return new Outcome(gathered.sorted(), run.status().ledger());
        }
    }

    /** The sources of files in place of those of the pipeline, as they are read in one process. */
    Source files(String stream, List<String> paths) {
        Options options = new Options(Map.of("path", paths, "follow", false));
        SourceContext context = new SourceContext(
                "parity", stream, Path.of("."), true, 1 << 20, 256, StandardCharsets.UTF_8, null, notice -> {});
        SourceProgram source = program(1).sources().stream()
                .filter(each -> each.stream().equals(stream))
                .findFirst()
                .orElseThrow();
        return FramedSource.of(
                components.sources().get("file").create(options, context), source.framing(), false, notice -> {});
    }

    /**
     * With stops in the middle, each followed by another run on the same checkpoint.
     *
     * @param fed makes sources that the driver reads; none, if files are read
     */
    Outcome spark(
            int shards,
            int stops,
            Map<String, List<String>> files,
            List<String> streams,
            Function<String, Source> fed,
            Optional<Path> checkpoint)
            throws InterruptedException {
        Gathered gathered = new Gathered();
        for (int stop = 0; ; stop++) {
            Program program = program(shards);
            Map<String, Source> sources = streams.stream().collect(Collectors.toMap(Function.identity(), fed));
            SparkSettings settings = new SparkSettings(
                    components,
                    files,
                    sources,
                    List.of(gathered.of(relations(program), false)),
                    checkpoint.map(path -> path.toUri().toString()),
                    false,
                    StateOrigin.UNKNOWN,
                    false,
                    true,
                    MASTER,
                    Optional.empty(),
                    SparkSettings.WALL_CLOCK,
                    ledger -> {},
                    notice -> {});
            int batches = stop < stops ? 1 + random.nextInt(4) : Integer.MAX_VALUE;
            try (SparkRun run = SparkRun.open(program, settings)) {
                run.onBatch(report -> {
                    if (run.status().batches() >= batches) {
                        run.stop();
                    }
                });
                run.begin();
                run.await();
                if (run.status().batches() < batches) {
                    return new Outcome(gathered.sorted(), run.status().ledger());
                }
            }
        }
    }
}
