package io.nilometer.cli;

import io.nilometer.api.Problem;
import io.nilometer.api.RecordGenerator;
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
import io.nilometer.core.config.PipelineFile;
import io.nilometer.core.pipeline.Pipeline;
import io.nilometer.core.pipeline.Use;
import io.nilometer.spark.fit.Masters;
import io.nilometer.spark.fit.SparkFit;
import io.nilometer.spark.fit.SparkKeys;
import java.nio.file.Path;
import java.util.ArrayList;
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
        if (loaded.hasErrors()) {
            // What could be read may have more of them, and all are told at once.
            List<Problem> more = Compiler.check(pipeline, components());
            return new Prepared(Optional.empty(), loaded.sources(), once(loaded.problems(), more));
        }
        Compiled compiled = Compiler.compile(pipeline, components());
        List<Problem> found = new ArrayList<>(once(loaded.problems(), compiled.problems()));
        compiled.program().map(ExpectedColumns::check).ifPresent(found::addAll);
        return new Prepared(compiled.program(), loaded.sources(), found);
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
        return choice.isSpark() ? SparkFit.problems(sources, components(), replaced) : List.of();
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
