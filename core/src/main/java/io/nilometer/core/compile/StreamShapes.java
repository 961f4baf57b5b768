package io.nilometer.core.compile;

import io.nilometer.api.Place;
import io.nilometer.core.pipeline.Pipeline;
import io.nilometer.core.pipeline.Reference;
import io.nilometer.core.pipeline.Stream;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.catalyst.expressions.AttributeReference;
import org.apache.spark.sql.types.DataTypes;

/** Analyzes streams, each once, the ones they read first. */
final class StreamShapes {

    static final String LATE_BY = "late_by";
    static final String REASON = "reason";
    static final String RAW = "raw";
    static final String STREAM = "stream";

    private final Pipeline pipeline;
    private final boolean namesAreChecked;
    private final Problems problems;
    private final RowColumns rowColumns;
    private final Lineage lineage;
    private final StepShapes steps;
    private final UnionShapes unions;
    private final SourceShapes sourceShapes;
    private final Map<String, Optional<StreamShape>> known = new HashMap<>();
    private final Map<String, SourceShape> sources = new LinkedHashMap<>();
    /** The columns that late and rejected records have beside an event's. */
    private final Map<String, AttributeReference> extra = new LinkedHashMap<>();

    /** @param namesAreChecked what reads something that is not there has been told by who read the file */
    StreamShapes(
            Pipeline pipeline,
            Analysis analysis,
            RowColumns rowColumns,
            Lineage lineage,
            SourceShapes sourceShapes,
            boolean namesAreChecked) {
        this.namesAreChecked = namesAreChecked;
        this.pipeline = pipeline;
        this.problems = analysis.problems();
        this.rowColumns = rowColumns;
        this.lineage = lineage;
        this.sourceShapes = sourceShapes;
        steps = new StepShapes(analysis, rowColumns, lineage);
        unions = new UnionShapes(
                analysis.problems(), lineage, pipeline.timezone().getId());
        extra.put(LATE_BY, Names.column(LATE_BY, DataTypes.DoubleType));
        extra.put(REASON, Names.column(REASON, DataTypes.StringType));
        extra.put(RAW, Names.column(RAW, DataTypes.StringType));
        extra.put(STREAM, Names.column(STREAM, DataTypes.StringType));
    }

    /** Analyzes all streams, whether something reads them or not. */
    void analyzeAll() {
        pipeline.streams().values().stream()
                .filter(stream -> stream.input() instanceof Stream.Source)
                .forEach(stream -> events(stream.name(), stream.place()));
        pipeline.streams().values().forEach(stream -> events(stream.name(), stream.place()));
    }

    /** By name, in the order of the file. */
    Map<String, SourceShape> sources() {
        return sources;
    }

    SourceShape source(String name) {
        SourceShape source = sources.get(name);
        if (source == null) {
            throw new IllegalStateException("no source " + name);
        }
        return source;
    }

    AttributeReference extra(String name) {
        AttributeReference column = extra.get(name);
        if (column == null) {
            throw new IllegalStateException("no column " + name);
        }
        return column;
    }

    /** Empty, and a problem told, when it can't be had. */
    Optional<StreamShape> find(Reference reference) {
        return switch (reference.part()) {
            case EVENTS -> events(reference.name(), reference.place());
            case LATE -> part(reference, this::late);
            case REJECTED -> part(reference, this::rejected);
        };
    }

    /** What can't be had is taken for a stream of which nothing is known: what reads it can still be checked. */
    StreamShape findOrGuess(Reference reference) {
        return find(reference)
                .orElseGet(() -> new StreamShape(
                        reference.toString(),
                        List.of(),
                        rowColumns.scope().opened(),
                        List.of(),
                        reference.toString(),
                        Duration.ZERO,
                        Set.of()));
    }

    private Optional<StreamShape> events(String name, Place place) {
        Stream stream = pipeline.streams().get(name);
        if (stream == null && namesAreChecked) {
            return Optional.empty();
        }
        if (stream == null) {
            boolean later =
                    pipeline.metrics().containsKey(name) || pipeline.joins().containsKey(name);
            problems.error(
                    later ? "not-yet" : "unknown-stream",
                    later
                            ? "reading `" + name + "`, which is computed from windows or joins, is not available yet"
                            : "there is no stream `" + name + "`",
                    later
                            ? "read a stream"
                            : NearestName.remedy(name, pipeline.streams().keySet(), "streams"),
                    place);
            return Optional.empty();
        }
        Optional<StreamShape> found = known.get(name);
        if (found == null) {
            known.put(name, Optional.empty());
            found = stream.input() instanceof Stream.Source source
                    ? ofSource(stream, source)
                    : derived(stream, (Stream.Derived) stream.input());
            known.put(name, found);
        }
        return found;
    }

    private Optional<StreamShape> ofSource(Stream stream, Stream.Source input) {
        SourceShape source = sourceShapes.shape(stream, input);
        sources.put(stream.name(), source);
        Scope scope = rowColumns.scope();
        for (int i = 0; i < source.fields().size(); i++) {
            scope = scope.with(source.fields().get(i).name(), source.columns().get(i));
        }
        StepShapes.Result result = steps.analyze(source.guessed().in(scope), stream.steps());
        return Optional.of(new StreamShape(
                stream.name(),
                List.of(),
                result.scope(),
                result.steps(),
                source.lineage() + result.lineage(),
                input.time().lateness(),
                Set.of(stream.name())));
    }

    private Optional<StreamShape> derived(Stream stream, Stream.Derived input) {
        List<StreamShape> parents = input.from().stream().map(this::findOrGuess).toList();
        if (parents.isEmpty()) {
            return Optional.empty();
        }
        UnionShapes.Union union = unions.of(stream, parents);
        StepShapes.Result result = steps.analyze(union.scope(), stream.steps());
        Set<String> reached = new LinkedHashSet<>();
        parents.forEach(parent -> reached.addAll(parent.sources()));
        Duration lateness = parents.stream()
                .map(StreamShape::lateness)
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
        return Optional.of(new StreamShape(
                stream.name(),
                union.links(),
                result.scope(),
                result.steps(),
                union.lineage() + result.lineage(),
                lateness,
                reached));
    }

    private interface PartOf {
        StreamShape of(Reference reference, StreamShape whole);
    }

    private Optional<StreamShape> part(Reference reference, PartOf part) {
        Optional<StreamShape> found = known.get(reference.toString());
        if (found == null) {
            Stream stream = pipeline.streams().get(reference.name());
            if (stream != null && !(stream.input() instanceof Stream.Source)) {
                if (namesAreChecked) {
                    return Optional.empty();
                }
                problems.error(
                        "not-a-source",
                        "`" + reference + "`: only a stream with a source has late and rejected records",
                        "name the source stream",
                        reference.place());
                return Optional.empty();
            }
            found = events(reference.name(), reference.place()).map(whole -> part.of(reference, whole));
            known.put(reference.toString(), found);
        }
        return found;
    }

    private StreamShape late(Reference reference, StreamShape whole) {
        AttributeReference lateBy = extra(LATE_BY);
        lineage.define(lateBy, LATE_BY);
        return new StreamShape(
                reference.toString(),
                List.of(),
                whole.scope().with(LATE_BY, lateBy),
                List.of(),
                whole.lineage() + "|late",
                Duration.ZERO,
                whole.sources());
    }

    private StreamShape rejected(Reference reference, StreamShape whole) {
        Scope scope = rowColumns.scope();
        for (String name : List.of(STREAM, REASON, RAW)) {
            lineage.define(extra(name), name);
            scope = scope.with(name, extra(name));
        }
        return new StreamShape(
                reference.toString(),
                List.of(),
                scope,
                List.of(),
                source(whole.name()).lineage() + "|rejected",
                Duration.ZERO,
                whole.sources());
    }
}
