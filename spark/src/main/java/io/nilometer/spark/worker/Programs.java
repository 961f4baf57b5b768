package io.nilometer.spark.worker;

import io.nilometer.api.NilometerException;
import io.nilometer.api.Problem;
import io.nilometer.core.bytes.ByteReader;
import io.nilometer.core.compile.Compiled;
import io.nilometer.core.compile.Compiler;
import io.nilometer.core.component.Components;
import io.nilometer.core.config.PipelineFile;
import io.nilometer.core.program.Program;
import io.nilometer.core.state.StateLayout;
import io.nilometer.spark.batch.Recipe;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The programs of the runs that this process takes part in, each compiled once. */
public final class Programs {

    private static final Map<String, Held> HELD = new ConcurrentHashMap<>();

    private Programs() {}

    /** A program, the components that its sources are made of, and the state with which it goes on. */
    public record Held(Program program, Components components, StateLayout state) {

        static Held of(Recipe recipe, Program program, Components components) {
            return new Held(program, components, StateLayout.read(new ByteReader(recipe.state()), program));
        }
    }

    /** For the driver's own process: tasks that run there need not compile again. */
    public static void put(Recipe recipe, Program program, Components components) {
        HELD.put(recipe.run(), Held.of(recipe, program, components));
    }

    public static void forget(String run) {
        HELD.remove(run);
    }

    public static Held of(Recipe recipe) {
        return HELD.computeIfAbsent(recipe.run(), run -> compile(recipe));
    }

    private static Held compile(Recipe recipe) {
        Components components = Components.load();
        PipelineFile.Loaded loaded = PipelineFile.parse(
                recipe.pipeline(),
                "pipeline",
                Path.of(recipe.directory()),
                components,
                new PipelineFile.Settings(Map.of(), name -> null, false));
        if (loaded.hasErrors() || loaded.pipeline().isEmpty()) {
            throw unusable(loaded.problems());
        }
        Compiled compiled = Compiler.compile(loaded.pipeline().get(), components);
        return Held.of(recipe, compiled.program().orElseThrow(() -> unusable(compiled.problems())), components);
    }

    /** The driver has compiled the same text: only another version on the executor's class path can see it differently. */
    private static NilometerException unusable(List<Problem> problems) {
        return new NilometerException(
                "executor-version",
                "an executor cannot compile the pipeline: "
                        + problems.stream()
                                .filter(problem -> problem.severity() == Problem.Severity.ERROR)
                                .findFirst()
                                .map(Problem::message)
                                .orElse("it is empty"),
                "executors must have the same version of Nilometer and its connectors as the driver");
    }
}
