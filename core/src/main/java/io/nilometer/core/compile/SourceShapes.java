package io.nilometer.core.compile;

import io.nilometer.api.Field;
import io.nilometer.api.FieldType;
import io.nilometer.api.Format;
import io.nilometer.api.NilometerException;
import io.nilometer.api.Problem;
import io.nilometer.core.component.Components;
import io.nilometer.core.pipeline.EventTime;
import io.nilometer.core.pipeline.Stream;
import io.nilometer.core.pipeline.Use;
import io.nilometer.core.row.CatalystValues;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
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
        List<Field> fields = fields(input);
        List<AttributeReference> columns = new ArrayList<>();
        Scope scope = Scope.empty().with(RowColumns.META, meta());
        for (Field field : fields) {
            AttributeReference column = Names.column(field.name(), CatalystValues.dataType(field.type()));
            lineage.define(column, stream.name() + "." + String.join(".", field.path()));
            columns.add(column);
            scope = scope.with(field.name(), column);
        }
        return new SourceShape(stream.name(), input, fields, columns, time(input.time(), scope));
    }

    private AttributeReference meta() {
        AttributeReference meta = rowColumns.scope().find(RowColumns.META);
        if (meta == null) {
            throw new IllegalStateException("every row has meta");
        }
        return meta;
    }

    private List<Field> fields(Stream.Source input) {
        Format format = components.formats().get(input.format().component());
        if (format == null) {
            analysis.problems()
                    .error(
                            "unknown-format",
                            "there is no format `" + input.format().component() + "`",
                            NearestName.remedy(
                                    input.format().component(),
                                    components.formats().keySet(),
                                    "formats"),
                            input.format().place());
            return List.of();
        }
        if (input.schema().isEmpty()) {
            return fields(format, input.format());
        }
        List<Field> fields = new ArrayList<>();
        for (Stream.SchemaField field : input.schema().values()) {
            type(field)
                    .ifPresent(type ->
                            fields.add(new Field(field.name(), type, field.path(), unit(field, type, input.time()))));
        }
        return fields;
    }

    private List<Field> fields(Format format, Use written) {
        try {
            return format.fields(written.options());
        } catch (NilometerException wrong) {
            // Options that the format can't use: what reads the file has told it too, and only one of both is shown.
            Problem problem = wrong.problem();
            analysis.problems().error(problem.code(), problem.message(), problem.remedy(), written.place());
            return List.of();
        }
    }

    private Optional<FieldType> type(Stream.SchemaField field) {
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
            String message = failure instanceof AnalysisException
                    ? SqlErrors.firstLine(failure)
                    : String.valueOf(failure.getMessage());
            analysis.problems()
                    .error(
                            "bad-type",
                            "`" + field.type() + "` is not a type: " + message,
                            "types are Spark SQL's: string, int, bigint, double, boolean, timestamp, date, decimal(18,2), array<…>, map<…,…>, struct<…>",
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
        Expression expression = analysis.column("time", field.field(), scope)
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
