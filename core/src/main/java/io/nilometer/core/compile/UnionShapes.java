package io.nilometer.core.compile;

import io.nilometer.core.pipeline.Stream;
import io.nilometer.core.row.CatalystValues;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.catalyst.analysis.TypeCoercion$;
import org.apache.spark.sql.catalyst.expressions.AttributeReference;
import org.apache.spark.sql.catalyst.expressions.Cast$;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Literal$;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StringType;
import scala.Option;

/** Puts several streams together by the names of their columns. */
final class UnionShapes {

    private final Problems problems;
    private final Lineage lineage;
    private final String zone;

    UnionShapes(Problems problems, Lineage lineage, String zone) {
        this.problems = problems;
        this.lineage = lineage;
        this.zone = zone;
    }

    record Union(Scope scope, List<StreamShape.Link> links, String lineage) {}

    Union of(Stream stream, List<StreamShape> parents) {
        if (parents.size() == 1) {
            StreamShape parent = parents.get(0);
            return new Union(parent.scope(), List.of(new StreamShape.Link(parent, List.of())), parent.lineage());
        }
        Set<String> unknown = new HashSet<>();
        parents.forEach(parent -> unknown.addAll(parent.scope().unknown()));
        Map<String, AttributeReference> columns = new LinkedHashMap<>();
        commonTypes(stream, parents, unknown).forEach((name, type) -> columns.put(name, Names.column(name, type)));
        List<StreamShape.Link> links = new ArrayList<>();
        for (StreamShape parent : parents) {
            links.add(new StreamShape.Link(parent, targets(columns, parent.scope())));
        }
        String text = "union("
                + String.join(",", parents.stream().map(StreamShape::lineage).toList()) + ")";
        Scope scope = Scope.empty();
        for (String shared : List.of(RowColumns.EVENT_TIME, RowColumns.META)) {
            AttributeReference column = parents.get(0).scope().find(shared);
            scope = column == null ? scope : scope.with(shared, column);
        }
        for (Map.Entry<String, AttributeReference> column : columns.entrySet()) {
            lineage.define(column.getValue(), text + "." + column.getKey());
            scope = scope.with(column.getKey(), column.getValue());
        }
        for (String name : unknown) {
            scope = scope.pretending(name);
        }
        if (parents.stream().anyMatch(parent -> parent.scope().isOpen())) {
            scope = scope.opened();
        }
        return new Union(scope, links, text);
    }

    private Map<String, DataType> commonTypes(Stream stream, List<StreamShape> parents, Set<String> unknown) {
        Map<String, DataType> types = new LinkedHashMap<>();
        for (StreamShape parent : parents) {
            parent.scope().columns().forEach((name, column) -> {
                if (isOwn(name) && !unknown.contains(name)) {
                    DataType before = types.get(name);
                    types.put(
                            name, before == null ? column.dataType() : common(stream, name, before, column.dataType()));
                }
            });
        }
        return types;
    }

    private static boolean isOwn(String name) {
        return !name.equals(RowColumns.EVENT_TIME) && !name.equals(RowColumns.META);
    }

    private DataType common(Stream stream, String name, DataType one, DataType other) {
        Option<DataType> wider = TypeCoercion$.MODULE$.findWiderTypeForTwo(one, other);
        boolean becomesText = one instanceof StringType != other instanceof StringType;
        if (wider.isEmpty() || becomesText || FieldTypes.of(wider.get()).isEmpty()) {
            problems.error(
                    "type-mismatch",
                    "`" + name + "` is " + lower(one) + " in one of the streams that `" + stream.name()
                            + "` puts together, and " + lower(other) + " in another",
                    "derive it with the same type in both, for example with cast(" + name + " as string)",
                    stream.place());
            return one;
        }
        return CatalystValues.dataType(FieldTypes.of(wider.get()).orElseThrow());
    }

    private static String lower(DataType type) {
        return type.sql().toLowerCase(java.util.Locale.ROOT);
    }

    private List<ShapeStep.Target> targets(Map<String, AttributeReference> columns, Scope parent) {
        List<ShapeStep.Target> targets = new ArrayList<>();
        columns.forEach((name, column) -> {
            Optional<AttributeReference> own = Optional.ofNullable(parent.find(name));
            Expression value = own.<Expression>map(from -> from.dataType().equals(column.dataType())
                            ? from
                            : Cast$.MODULE$.apply(from, column.dataType(), Option.apply(zone), false))
                    .orElseGet(() -> Literal$.MODULE$.create((Object) null, column.dataType()));
            targets.add(new ShapeStep.Target(name, column, value));
        });
        return targets;
    }
}
