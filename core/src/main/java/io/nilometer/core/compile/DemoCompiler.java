package io.nilometer.core.compile;

import io.nilometer.api.NilometerException;
import io.nilometer.api.Problem;
import io.nilometer.api.RecordGenerator;
import io.nilometer.core.pipeline.Demo;
import io.nilometer.core.pipeline.Pipeline;
import io.nilometer.core.pipeline.Sql;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.catalyst.expressions.Expression;

/** Makes the generator of a stream's {@code demo} section. */
public final class DemoCompiler {

    private DemoCompiler() {}

    /**
     * Each call makes a generator of its own.
     *
     * @throws NilometerException when an expression of the section is wrong; {@link Compiler#compile} tells all of them
     */
    public static RecordGenerator generator(Pipeline pipeline, String stream) {
        Demo section = pipeline.demo().get(stream);
        if (section == null) {
            throw new NilometerException(
                    "no-demo",
                    "the pipeline has no demo traffic for the stream `" + stream + "`",
                    "write a section demo: {" + stream + ": …}");
        }
        Problems problems = new Problems();
        Catalyst catalyst = Catalyst.of(pipeline.timezone());
        Optional<DemoGenerator> generator = catalyst.within(() -> compile(catalyst, pipeline, section, problems));
        return generator.orElseThrow(() -> new NilometerException(
                problems.all().stream()
                        .filter(p -> p.severity() == Problem.Severity.ERROR)
                        .findFirst()
                        .orElseThrow(),
                null));
    }

    static void check(Catalyst catalyst, Pipeline pipeline, Problems problems) {
        pipeline.demo().values().forEach(section -> compile(catalyst, pipeline, section, problems));
    }

    private static Optional<DemoGenerator> compile(
            Catalyst catalyst, Pipeline pipeline, Demo section, Problems problems) {
        Problems own = new Problems();
        DemoExpressions expressions = new DemoExpressions(
                Analysis.forDemo(catalyst, own), pipeline.timezone().getId(), section.seed());
        boolean raw = section.raw().isPresent();
        Map<String, Sql> written = new LinkedHashMap<>(section.fields());
        section.raw().ifPresent(sql -> written.put("raw", sql));
        List<DemoExpressions.Value> fields = new ArrayList<>();
        written.forEach((name, sql) -> expressions.field(name, sql).ifPresent(fields::add));
        List<DemoGenerator.Planted> incidents = new ArrayList<>();
        for (Demo.Incident incident : section.incidents()) {
            planted(incident, expressions, List.copyOf(written.keySet()), own).ifPresent(incidents::add);
        }
        own.all().forEach(problems::add);
        return own.hasErrors()
                ? Optional.empty()
                : Optional.of(new DemoGenerator(catalyst, section.rate(), raw, fields, incidents));
    }

    private static Optional<DemoGenerator.Planted> planted(
            Demo.Incident incident, DemoExpressions expressions, List<String> names, Problems problems) {
        Optional<Expression> where = incident.where().flatMap(expressions::condition);
        Map<Integer, DemoExpressions.Value> set = new LinkedHashMap<>();
        incident.set().forEach((name, sql) -> {
            if (names.contains(name)) {
                expressions.value(name, sql).ifPresent(value -> set.put(names.indexOf(name), value));
            } else {
                problems.error(
                        "unknown-field",
                        "an incident sets `" + name + "`, which is no field of the section",
                        NearestName.remedy(name, names, "fields"),
                        sql.place());
            }
        });
        return Optional.of(new DemoGenerator.Planted(
                MetricShapes.micros(incident.at()),
                MetricShapes.micros(incident.lasting()),
                incident.every().map(MetricShapes::micros).orElse(0L),
                where.orElse(null),
                set));
    }
}
