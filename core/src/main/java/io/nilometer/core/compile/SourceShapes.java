package io.nilometer.core.compile;

import io.nilometer.api.Field;
import io.nilometer.api.FieldType;
import io.nilometer.api.Format;
import io.nilometer.core.component.Components;
import io.nilometer.core.pipeline.EventTime;
import io.nilometer.core.pipeline.Stream;
import io.nilometer.core.pipeline.Use;
import io.nilometer.core.row.CatalystValues;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.catalyst.expressions.AttributeReference;
import org.apache.spark.sql.catalyst.expressions.Cast$;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;
import org.jspecify.annotations.Nullable;
import scala.Option;

/** Analyzes what sources give: the types of fields and the event time. */
final class SourceShapes {

    private final Analysis analysis;
    private final Components components;
    private final RowColumns rowColumns;
    private final Lineage lineage;
    private final String zone;

    SourceShapes(Analysis analysis, Components components, RowColumns rowColumns, Lineage lineage, String zone) {
        this.analysis = analysis;
        this.components = components;
        this.rowColumns = rowColumns;
        this.lineage = lineage;
        this.zone = zone;
    }

    SourceShape shape(Stream stream, Stream.Source input) {
        List<String> guessed = new ArrayList<>();
        Optional<List<Field>> known = fields(input, guessed);
        List<Field> fields = known.orElse(List.of());
        List<AttributeReference> columns = new ArrayList<>();
        Scope scope = Scope.empty().with(RowColumns.META, meta());
        for (Field field : fields) {
            AttributeReference column = Names.column(field.name(), CatalystValues.dataType(field.type()));
            lineage.define(column, stream.name() + "." + field.where());
            columns.add(column);
            scope = scope.with(field.name(), column);
        }
        SourceShape.Guessed guesses = new SourceShape.Guessed(List.copyOf(guessed), known.isEmpty());
        return new SourceShape(stream.name(), input, fields, columns, guesses, time(input.time(), guesses.in(scope)));
    }

    private AttributeReference meta() {
        AttributeReference meta = rowColumns.scope().find(RowColumns.META);
        if (meta == null) {
            throw new IllegalStateException("every row has meta");
        }
        return meta;
    }

    /**
     * @param guessed gets the names of those whose type is wrong
     * @return empty, and a problem told, when they are not known
     */
    private Optional<List<Field>> fields(Stream.Source input, List<String> guessed) {
        checkFraming(input);
        if (!input.schema().isEmpty()) {
            checkNames(input);
            return Optional.of(declared(input, guessed));
        }
        return input.formats().stream().anyMatch(Use::isUnreadable) ? Optional.empty() : ofFormats(input);
    }

    private List<Field> declared(Stream.Source input, List<String> guessed) {
        List<Field> fields = new ArrayList<>();
        for (Stream.SchemaField field : input.schema().values()) {
            type(field)
                    .ifPresentOrElse(
                            type -> fields.add(
                                    new Field(field.name(), type, field.path(), unit(field, type, input.time()))),
                            () -> guessed.add(field.name()));
        }
        return fields;
    }

    /** Headers and quoted line ends are found line by line; patterns would take the lines away. */
    private void checkFraming(Stream.Source input) {
        boolean csv = input.formats().stream().anyMatch(use -> use.component().equals("csv"));
        if (csv && input.multiline().isPresent()) {
            analysis.problems()
                    .error(
                            "multiline-csv",
                            "`multiline` and csv contradict each other: csv itself says which lines belong together",
                            "take `multiline` out: quoted cells may hold line ends as it is",
                            input.multiline().get().place());
        }
    }

    /**
     * What the formats give by themselves, together; a name has the same type in all of them.
     *
     * @return empty, and a problem told, when one of them gives none
     */
    private Optional<List<Field>> ofFormats(Stream.Source input) {
        Map<String, Field> fields = new LinkedHashMap<>();
        for (Use use : input.formats()) {
            List<Field> given = ofFormat(use);
            if (given.isEmpty()) {
                return Optional.empty();
            }
            for (Field field : given) {
                Field before = fields.putIfAbsent(field.name(), field);
                if (before != null && !before.type().equals(field.type())) {
                    analysis.problems()
                            .error(
                                    "field-types",
                                    "`" + field.name() + "` has another type in " + use.component()
                                            + " than in the formats before it",
                                    "add a `schema` with the fields to read and their types",
                                    use.place());
                }
            }
        }
        return Optional.of(List.copyOf(fields.values()));
    }

    /** Empty, and a problem told, when it does not say. */
    private List<Field> ofFormat(Use use) {
        Format format = components.formats().get(use.component());
        if (format == null) {
            analysis.problems()
                    .error(
                            "unknown-format",
                            "there is no format `" + use.component() + "`",
                            NearestName.remedy(
                                    use.component(), components.formats().keySet(), "formats"),
                            use.place());
            return List.of();
        }
        List<Field> fields = format.fields(use.options());
        if (fields.isEmpty()) {
            analysis.problems()
                    .error(
                            "missing-schema",
                            "the format `" + use.component()
                                    + "` does not say which fields there are, and there is no `schema`",
                            "add `schema: {name: type, …}` to the stream, such as `schema: {at: timestamp, service: string}`",
                            use.place());
        }
        return fields;
    }

    /** A field that can't occur would be null for ever. */
    private void checkNames(Stream.Source input) {
        Set<String> known = new LinkedHashSet<>();
        for (Use use : input.formats()) {
            Format format = components.formats().get(use.component());
            if (use.unset() || format == null || format.isOpen(use.options())) {
                return;
            }
            format.fields(use.options()).forEach(field -> known.add(field.name()));
        }
        String formats =
                String.join(" or ", input.formats().stream().map(Use::component).toList());
        Set<String> unread = new LinkedHashSet<>(known);
        input.schema()
                .values()
                .forEach(field -> unread.remove(String.join(".", field.path().names())));
        for (Stream.SchemaField field : input.schema().values()) {
            String asked = String.join(".", field.path().names());
            if (!known.contains(asked)) {
                List<String> remedies = new ArrayList<>();
                remedies.add(NearestName.remedy(asked, known, "fields"));
                if (asked.equals(field.name())) {
                    remedies.add("to read another field as `" + asked + "` write " + asked + ": {type: " + field.type()
                            + ", path: "
                            + (unread.size() == 1 ? unread.iterator().next() : "…") + "}");
                }
                analysis.problems()
                        .error(
                                "unknown-field",
                                "`" + asked + "` can't occur: the records of " + formats
                                        + " have no field of that name",
                                remedies.stream()
                                        .filter(text -> !text.isEmpty())
                                        .collect(Collectors.joining("; ")),
                                field.place());
            }
        }
    }

    private Optional<FieldType> type(Stream.SchemaField field) {
        if (field.type().isEmpty()) {
            return Optional.empty(); // told when it was read
        }
        try {
            Optional<FieldType> type = FieldTypes.of(analysis.catalyst().parseType(field.type()));
            if (type.isEmpty()) {
                analysis.problems()
                        .error(
                                "unsupported-type",
                                "a field can't be " + field.type(),
                                "for a point in time write timestamp",
                                field.place());
            }
            return type;
        } catch (Exception failure) {
            String unknown = failure instanceof AnalysisException wrong ? SqlErrors.unknownType(wrong) : "";
            String message = failure instanceof AnalysisException
                    ? SqlErrors.firstLine(failure)
                    : String.valueOf(failure.getMessage());
            String why = unknown.isEmpty()
                    ? ": " + message
                    : unknown.equals(field.type()) ? "" : ": there is no `" + unknown + "`";
            analysis.problems()
                    .error(
                            "bad-type",
                            "`" + field.type() + "` is not a type" + why,
                            TypeNames.remedy(field.type(), unknown),
                            field.place());
            return Optional.empty();
        }
    }

    /** The unit belongs to the field when the field itself is the timestamp. */
    private static @Nullable TimeUnit unit(Stream.SchemaField field, FieldType type, EventTime time) {
        boolean isTime = time instanceof EventTime.Field written
                && written.field().text().strip().equals(field.name());
        return isTime && type == FieldType.Simple.TIMESTAMP
                ? ((EventTime.Field) time).unit().orElse(null)
                : null;
    }

    private TimeShape time(EventTime time, Scope scope) {
        if (!(time instanceof EventTime.Field field)) {
            return new TimeShape(null, false);
        }
        Expression expression = analysis.column("time", field.field(), scope, Spot.TIME)
                .map(named -> named.with(rowColumns.withoutMeta(named.tree())))
                .flatMap(analysis::simplify)
                .map(Named::tree)
                .orElse(null);
        return expression == null ? new TimeShape(null, false) : typed(expression, field);
    }

    private TimeShape typed(Expression expression, EventTime.Field field) {
        DataType type = expression.dataType();
        if (type instanceof TimestampType) {
            return new TimeShape(expression, false);
        }
        if (type instanceof TimestampNTZType || type instanceof DateType) {
            return new TimeShape(cast(expression, DataTypes.TimestampType), false);
        }
        if (type instanceof DecimalType) {
            return new TimeShape(cast(expression, DataTypes.DoubleType), true);
        }
        if (type instanceof NumericType) {
            return new TimeShape(expression, true);
        }
        String remedy = type instanceof StringType
                ? "declare the field as timestamp in `schema`, or write to_timestamp("
                        + field.field().text() + ", 'format')"
                : "use a timestamp, or a number of seconds, milliseconds, microseconds or nanoseconds";
        analysis.problems()
                .error(
                        "bad-time",
                        "`" + field.field().text() + "` is " + type.sql().toLowerCase(java.util.Locale.ROOT)
                                + ", not a time",
                        remedy,
                        field.place());
        return new TimeShape(null, false);
    }

    private Expression cast(Expression expression, DataType type) {
        return Cast$.MODULE$.apply(expression, type, Option.apply(zone), false);
    }
}
