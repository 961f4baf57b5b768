package io.nilometer.core.compile;

import io.nilometer.api.Column;
import io.nilometer.api.FieldType;
import io.nilometer.api.NilometerException;
import io.nilometer.api.Place;
import io.nilometer.api.Problem;
import io.nilometer.api.Relation;
import io.nilometer.api.Row;
import io.nilometer.core.pipeline.Sql;
import io.nilometer.core.row.CatalystValues;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.apache.spark.sql.catalyst.expressions.AttributeReference;
import org.apache.spark.sql.catalyst.expressions.BoundReference;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.jspecify.annotations.Nullable;

/** An SQL condition over the rows of a relation, such as {@code service = 'api' and errors > 3}. Used by one thread. */
public final class RowCondition implements Predicate<Row> {

    private final Catalyst catalyst;
    private final List<FieldType> types;
    private final Expression condition;

    private RowCondition(Catalyst catalyst, List<FieldType> types, Expression condition) {
        this.catalyst = catalyst;
        this.types = types;
        this.condition = condition;
    }

    /** @throws NilometerException when it is no condition over the relation's columns */
    public static RowCondition compile(String sql, Relation relation, ZoneId zone, Place place) {
        Catalyst catalyst = Catalyst.of(zone);
        Problems problems = new Problems();
        return catalyst.within(() -> {
            Scope scope = Scope.empty();
            List<FieldType> types = new ArrayList<>();
            List<AttributeReference> columns = new ArrayList<>();
            for (Column column : relation.columns()) {
                FieldType type =
                        FieldTypes.of(catalyst.parseType(column.type())).orElseThrow();
                types.add(type);
                columns.add(Names.column(column.name(), CatalystValues.dataType(type)));
                scope = scope.with(column.name(), columns.get(columns.size() - 1));
            }
            Analysis analysis = new Analysis(catalyst, problems);
            Expression condition = analysis.condition("condition", new Sql(sql, place, false), scope, Spot.ROW)
                    .flatMap(analysis::simplify)
                    .orElseThrow(() -> failure(problems))
                    .tree();
            return new RowCondition(catalyst, types, bind(condition, columns));
        });
    }

    private static NilometerException failure(Problems problems) {
        Problem first = problems.all().stream()
                .filter(p -> p.severity() == Problem.Severity.ERROR)
                .findFirst()
                .orElseThrow();
        return new NilometerException(first, null);
    }

    private static Expression bind(Expression condition, List<AttributeReference> columns) {
        return ScalaBridge.rewrite(condition, node -> {
            for (int i = 0; i < columns.size() && node instanceof AttributeReference; i++) {
                if (columns.get(i).exprId().equals(((AttributeReference) node).exprId())) {
                    return new BoundReference(i, columns.get(i).dataType(), true);
                }
            }
            return node;
        });
    }

    /** Null is not true. */
    @Override
    public boolean test(Row row) {
        @Nullable Object[] values = new Object[types.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = CatalystValues.toCatalyst(types.get(i), row.get(i));
        }
        return Boolean.TRUE.equals(catalyst.within(() -> condition.eval(new GenericInternalRow(values))));
    }
}
