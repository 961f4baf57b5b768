package io.nilometer.core.compile;

import io.nilometer.api.Field;
import io.nilometer.core.component.Components;
import io.nilometer.core.pipeline.EventTime;
import io.nilometer.core.pipeline.Stream;
import io.nilometer.core.row.CatalystValues;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
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
import scala.Option;

/** Analyzes what sources give: fields and the event time. */
final class SourceShapes {

    private final Analysis analysis;
    private final SourceFields sourceFields;
    private final RowColumns rowColumns;
    private final Lineage lineage;
    private final String zone;

    SourceShapes(Analysis analysis, Components components, RowColumns rowColumns, Lineage lineage, String zone) {
        this.analysis = analysis;
        sourceFields = new SourceFields(analysis, components);
        this.rowColumns = rowColumns;
        this.lineage = lineage;
        this.zone = zone;
    }

    SourceShape shape(Stream stream, Stream.Source input) {
        List<String> guessed = new ArrayList<>();
        Optional<List<Field>> known = sourceFields.of(input, guessed);
        List<Field> fields = known.orElse(List.of());
        List<AttributeReference> columns = new ArrayList<>();
        Scope scope = Scope.empty().with(RowColumns.META, meta());
        for (Field field : fields) {
            AttributeReference column = Names.column(field.name(), CatalystValues.dataType(field.type()));
            lineage.define(column, "field " + field.where());
            columns.add(column);
            scope = scope.with(field.name(), column);
        }
        SourceShape.Guessed guesses = new SourceShape.Guessed(List.copyOf(guessed), known.isEmpty());
        TimeShape time = time(input.time(), guesses.in(scope));
        return new SourceShape(stream.name(), input, fields, columns, guesses, time, origin(input.time(), time));
    }

    /** Where events and their times come from, whatever the stream is called. */
    private String origin(EventTime time, TimeShape shape) {
        Expression expression = shape.expression();
        String unit = time instanceof EventTime.Field field
                ? field.unit().map(Enum::name).orElse("auto")
                : "arrival";
        return "source by " + (expression == null ? "" : lineage.text(expression)) + " " + unit + " in " + zone;
    }

    private AttributeReference meta() {
        AttributeReference meta = rowColumns.scope().find(RowColumns.META);
        if (meta == null) {
            throw new IllegalStateException("every row has meta");
        }
        return meta;
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
                        "`" + field.field().text() + "` is " + type.sql().toLowerCase(Locale.ROOT) + ", not a time",
                        remedy,
                        field.place());
        return new TimeShape(null, false);
    }

    private Expression cast(Expression expression, DataType type) {
        return Cast$.MODULE$.apply(expression, type, Option.apply(zone), false);
    }
}
