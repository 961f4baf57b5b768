package io.nilometer.cli;

import io.nilometer.api.Component;
import io.nilometer.api.Problem;
import io.nilometer.api.RecordGenerator;
import io.nilometer.api.SourceFactory;
import io.nilometer.cli.embedded.EmbeddedEngine;
import io.nilometer.cli.embedded.EmbeddedHarness;
import io.nilometer.cli.run.Engine;
import io.nilometer.cli.spark.SparkEngine;
import io.nilometer.cli.spark.SparkHarness;
import io.nilometer.cli.test.ExpectedColumns;
import io.nilometer.cli.test.TestRunner;
import io.nilometer.core.compile.Compiled;
import io.nilometer.core.compile.Compiler;
import io.nilometer.core.compile.DemoCompiler;
import io.nilometer.core.component.Components;
import io.nilometer.core.config.NotLookedAt;
import io.nilometer.core.config.PipelineFile;
import io.nilometer.core.pipeline.Output;
import io.nilometer.core.pipeline.Pipeline;
import io.nilometer.core.pipeline.Use;
import io.nilometer.spark.fit.Masters;
import io.nilometer.spark.fit.SparkFit;
import io.nilometer.spark.fit.SparkKeys;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The workshop of the shipped program. */
final class House implements Workshop {

    /** Looked for when somebody asks: all jars are opened for it, and help and version need none. */
    private @Nullable Components components;

    @Override
    public Components components() {
        if (components == null) {
            components = Components.load();
        }
        return components;
    }

    @Override
    public Prepared check(Path file, Map<String, String> sets, Variables variables) {
        PipelineFile.Loaded loaded = PipelineFile.load(
                file,
                components(),
                new PipelineFile.Settings(sets, System::getenv, variables == Variables.OPTIONAL, new SparkKeys()));
        if (loaded.pipeline().isEmpty()) {
            return new Prepared(Optional.empty(), loaded.sources(), loaded.problems());
        }
        Pipeline pipeline = loaded.pipeline().get();
        List<NotLookedAt> notLookedAt = notLookedAt(loaded, pipeline);
        if (loaded.hasErrors()) {
            // What could be read may have more of them, and all are told at once.
            List<Problem> more = Compiler.check(pipeline, components());
            return new Prepared(Optional.empty(), loaded.sources(), once(loaded.problems(), more), notLookedAt);
        }
        Compiled compiled = Compiler.compile(pipeline, components());
        List<Problem> found = new ArrayList<>(once(loaded.problems(), compiled.problems()));
        compiled.program().map(ExpectedColumns::check).ifPresent(found::addAll);
        compiled.program().map(program -> SharedFiles.of(program, components())).ifPresent(found::addAll);
        return new Prepared(compiled.program(), loaded.sources(), found, notLookedAt);
    }

    /** Variables without a value, and what components would have to open something for. */
    private List<NotLookedAt> notLookedAt(PipelineFile.Loaded loaded, Pipeline pipeline) {
        List<NotLookedAt> all = new ArrayList<>(loaded.notLookedAt());
        loaded.sources().values().forEach(use -> add(components().sources().get(use.component()), use, all));
        pipeline.outputs().values().stream()
                .map(Output::sink)
                .forEach(use -> add(components().sinks().get(use.component()), use, all));
        all.sort(Comparator.comparingInt((NotLookedAt one) -> one.place().line())
                .thenComparingInt(one -> one.place().column()));
        return all;
    }

    private static void add(@Nullable Component component, Use use, List<NotLookedAt> all) {
        if (component != null) {
            component.unseen(use.options()).forEach(what -> all.add(new NotLookedAt(what, use.place())));
        }
    }

    /** A mistake that both steps have seen is told once. */
    private static List<Problem> once(List<Problem> first, List<Problem> second) {
        List<Problem> all = new ArrayList<>(first);
        for (Problem problem : second) {
            if (first.stream()
                    .noneMatch(told -> told.place().equals(problem.place()) && told.severity() == problem.severity())) {
                all.add(problem);
            }
        }
        return all;
    }

    @Override
    public List<Problem> fit(Map<String, Use> sources, EngineChoice choice, Set<String> replaced) {
        return choice.isSpark() ? SparkFit.problems(sources, components(), replaced) : alone(sources, replaced);
    }

    private List<Problem> alone(Map<String, Use> sources, Set<String> replaced) {
        List<Problem> problems = new ArrayList<>();
        sources.forEach((stream, use) -> {
            SourceFactory factory = components().sources().get(use.component());
            if (factory != null && !replaced.contains(stream)) {
                problems.addAll(factory.alone(use.options(), use.place()));
            }
        });
        return problems;
    }

    @Override
    public boolean canStart(EngineChoice choice) {
        return choice.master().map(Masters::canStart).orElse(true);
    }

    @Override
    public Engine engine(EngineChoice choice) {
        return switch (choice.engine()) {
            case EMBEDDED -> new EmbeddedEngine(this::traffic);
            case SPARK -> new SparkEngine();
        };
    }

    @Override
    public TestRunner tests(EngineChoice choice) {
        return switch (choice.engine()) {
            case EMBEDDED -> new TestRunner(EmbeddedHarness::open);
            case SPARK -> new TestRunner(SparkHarness.on(components(), choice.master()));
        };
    }

    @Override
    public RecordGenerator traffic(Pipeline pipeline, String stream) {
        return DemoCompiler.generator(pipeline, stream);
    }
}
