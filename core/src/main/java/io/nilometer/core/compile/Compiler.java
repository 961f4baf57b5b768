package io.nilometer.core.compile;

import io.nilometer.api.Problem;
import io.nilometer.core.component.Components;
import io.nilometer.core.pipeline.Metric;
import io.nilometer.core.pipeline.Output;
import io.nilometer.core.pipeline.Pipeline;
import io.nilometer.core.pipeline.Reference;
import io.nilometer.core.program.Grouping;
import io.nilometer.core.program.Program;
import io.nilometer.core.program.SourceProgram;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** The door of this package: a pipeline in, a program or its mistakes out. */
public final class Compiler {

    private final Pipeline pipeline;
    private final Components components;
    private final Problems problems = new Problems();
    private final Catalyst catalyst;
    private final RowColumns rowColumns = new RowColumns();
    private final Lineage lineage = new Lineage();
    private final StreamShapes streams;
    private final MetricShapes metricShapes;

    private Compiler(Pipeline pipeline, Components components, boolean namesAreChecked) {
        this.pipeline = pipeline;
        this.components = components;
        catalyst = Catalyst.of(pipeline.timezone());
        Analysis analysis = new Analysis(catalyst, problems);
        SourceShapes sources = new SourceShapes(
                analysis, components, rowColumns, lineage, pipeline.timezone().getId());
        streams = new StreamShapes(pipeline, analysis, rowColumns, lineage, sources, namesAreChecked);
        metricShapes = new MetricShapes(analysis, rowColumns, lineage, pipeline.timezone());
    }

    /**
     * Compiles a pipeline. Opens nothing and reads no data.
     *
     * @param components must have the formats that the pipeline uses
     */
    public static Compiled compile(Pipeline pipeline, Components components) {
        Compiler compiler = new Compiler(pipeline, components, false);
        return compiler.catalyst.within(compiler::compile);
    }

    /**
     * Tells what is wrong with a pipeline that could not be read without errors: with what it has of them, it is no program.
     *
     * @param components must have the formats that the pipeline uses
     */
    public static List<Problem> check(Pipeline pipeline, Components components) {
        Compiler compiler = new Compiler(pipeline, components, true);
        return compiler.catalyst.within(() -> {
            compiler.analyze();
            return compiler.problems.all();
        });
    }

    /**
     * Runs work under the settings that the expressions of pipelines in this zone are compiled with. The loop of every
     * thread that evaluates them belongs in it: a few of Spark's functions look at the thread's settings when they run,
     * and a bare thread has others.
     */
    public static <T> T within(ZoneId zone, Supplier<T> work) {
        return Catalyst.of(zone).within(work);
    }

    private Compiled compile() {
        List<MetricShape> metrics = analyze();
        return new Compiled(problems.hasErrors() ? Optional.empty() : Optional.of(program(metrics)), problems.all());
    }

    /** All of the pipeline: a part that is wrong hides nothing that is wrong with others. */
    private List<MetricShape> analyze() {
        streams.analyzeAll();
        List<MetricShape> metrics = new ArrayList<>();
        for (Metric metric : pipeline.metrics().values()) {
            metricShapes.shape(metric, streams.findOrGuess(metric.from())).ifPresent(metrics::add);
        }
        DemoCompiler.check(catalyst, pipeline, problems);
        return metrics;
    }

    private Readers readers(List<GroupingPlan> groupings) {
        Readers readers = new Readers(rowColumns);
        groupings.forEach(readers::add);
        for (Output output : pipeline.outputs().values()) {
            for (Reference reference : output.from()) {
                if (reference.part() == Reference.Part.EVENTS
                        && pipeline.streams().containsKey(reference.name())) {
                    streams.find(reference).ifPresent(readers::addOutput);
                }
            }
        }
        return readers;
    }

    private Program program(List<MetricShape> metrics) {
        List<GroupingPlan> plans = GroupingPlan.of(metrics, lineage);
        Readers readers = readers(plans);
        SourcePrograms programs =
                new SourcePrograms(catalyst, pipeline, components, streams, rowColumns, lineage, readers);
        List<SourceProgram> sources = new ArrayList<>();
        List<String> names = new ArrayList<>(streams.sources().keySet());
        for (String name : names) {
            StreamShape root = streams.find(new Reference(name, Reference.Part.EVENTS, pipeline.place()))
                    .orElseThrow();
            sources.add(programs.compile(sources.size(), streams.source(name), root));
        }
        List<Grouping> groupings = new ArrayList<>();
        for (GroupingPlan plan : plans) {
            Set<Integer> reached = new HashSet<>();
            plan.first.stream().sources().forEach(source -> reached.add(names.indexOf(source)));
            groupings.add(plan.compile(catalyst, pipeline, metricShapes, reached));
        }
        return new Program(pipeline, sources, groupings, readers.streamOutputs());
    }
}
