package io.nilometer.core.compile;

import io.nilometer.api.FieldType;
import io.nilometer.core.pipeline.Sql;
import io.nilometer.core.row.CatalystValues;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.catalyst.expressions.AttributeReference;
import org.apache.spark.sql.catalyst.expressions.BoundReference;
import org.apache.spark.sql.catalyst.expressions.Cast$;
import org.apache.spark.sql.catalyst.expressions.CurrentDate;
import org.apache.spark.sql.catalyst.expressions.CurrentTimestampLike;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Literal$;
import org.apache.spark.sql.catalyst.expressions.Rand;
import org.apache.spark.sql.catalyst.expressions.Randn;
import org.apache.spark.sql.catalyst.expressions.Uuid;
import org.apache.spark.sql.catalyst.expressions.objects.StaticInvoke;
import org.apache.spark.sql.types.AbstractDataType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.NullType;
import scala.Option;

/** Compiles the expressions of a demo section over a row of {@code n}, {@code now} and the fields so far. */
final class DemoExpressions {

    private final Analysis analysis;
    private final String zone;
    private final long seed;
    private final AttributeReference n = Names.column("n", DataTypes.LongType);
    private final AttributeReference now = Names.column("now", DataTypes.TimestampType);
    private final List<AttributeReference> columns = new ArrayList<>(List.of(n, now));
    private Scope scope = Scope.empty().with("n", n).with("now", now);

    DemoExpressions(Analysis analysis, String zone, long seed) {
        this.analysis = analysis;
        this.zone = zone;
        this.seed = seed;
    }

    /** @param bound over the row */
    record Value(String name, FieldType type, Expression bound) {}

    /** An expression whose value is not a column for others. */
    Optional<Value> value(String name, Sql sql) {
        Optional<Named> analyzed = analysis.column(name, sql, scope, Spot.DEMO)
                .map(named -> named.with(withNow(named.tree())))
                .flatMap(analysis::simplify)
                .map(named -> named.with(typed(repeatable(named.tree(), name))));
        if (analyzed.isEmpty()) {
            return Optional.empty();
        }
        Optional<FieldType> type = FieldTypes.of(analyzed.get().tree().dataType());
        if (type.isEmpty()) {
            ColumnTypes.refuse(analyzed.get(), analysis.problems());
        }
        return type.map(found -> new Value(name, found, bind(analyzed.get().tree())));
    }

    /** A field: those after it can use it. */
    Optional<Value> field(String name, Sql sql) {
        Optional<Value> value = value(name, sql);
        if (value.isEmpty()) {
            scope = scope.pretending(name);
            return value;
        }
        AttributeReference column =
                Names.column(name, CatalystValues.dataType(value.get().type()));
        columns.add(column);
        scope = scope.with(name, column);
        return value;
    }

    Optional<Expression> condition(Sql sql) {
        return value("where", sql)
                .flatMap(value -> analysis.asCondition(new Named("where", sql, value.bound())))
                .map(Named::tree);
    }

    /** A bare null is text: it is written as null anyway. */
    private Expression typed(Expression tree) {
        return tree.dataType() instanceof NullType
                ? Cast$.MODULE$.apply(tree, DataTypes.StringType, Option.apply(zone), false)
                : tree;
    }

    /** Before constants are folded: the clock is one for Spark. */
    private Expression withNow(Expression tree) {
        return ScalaBridge.rewrite(
                tree,
                node -> node instanceof CurrentTimestampLike
                        ? now
                        : node instanceof CurrentDate
                                ? Cast$.MODULE$.apply(now, DataTypes.DateType, Option.apply(zone), false)
                                : node);
    }

    /** Replaces chance by functions of the record's number; each place in each field has its own. */
    private Expression repeatable(Expression tree, String name) {
        int[] occurrence = {0};
        return ScalaBridge.rewrite(tree, node -> {
            String method = node instanceof Rand
                    ? "uniform"
                    : node instanceof Randn ? "gaussian" : node instanceof Uuid ? "uuid" : null;
            return method == null
                    ? node
                    : call(method, node.dataType(), DemoRandom.mix(seed + 31L * name.hashCode() + occurrence[0]++));
        });
    }

    private Expression call(String method, DataType type, long ownSeed) {
        return new StaticInvoke(
                DemoRandom.class,
                type,
                method,
                ScalaBridge.<Expression>seq(List.of(n, Literal$.MODULE$.apply(ownSeed))),
                ScalaBridge.<AbstractDataType>seq(List.of()),
                true,
                false,
                true,
                Option.empty());
    }

    private Expression bind(Expression tree) {
        return ScalaBridge.rewrite(tree, node -> {
            for (int i = 0; i < columns.size() && node instanceof AttributeReference; i++) {
                if (columns.get(i).exprId().equals(((AttributeReference) node).exprId())) {
                    return new BoundReference(i, columns.get(i).dataType(), true);
                }
            }
            return node;
        });
    }
}
