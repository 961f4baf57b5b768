package io.nilometer.core.compile;

import io.nilometer.api.FieldType;
import io.nilometer.core.pipeline.Sql;
import io.nilometer.core.pipeline.Stream;
import io.nilometer.core.row.CatalystValues;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.catalyst.analysis.UnresolvedAttribute;
import org.apache.spark.sql.catalyst.expressions.AttributeReference;
import org.apache.spark.sql.catalyst.expressions.UnresolvedNamedLambdaVariable;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;

/** Analyzes the steps of a stream. */
final class StepShapes {

    private final Analysis analysis;
    private final RowColumns rowColumns;
    private final Lineage lineage;

    StepShapes(Analysis analysis, RowColumns rowColumns, Lineage lineage) {
        this.analysis = analysis;
        this.rowColumns = rowColumns;
        this.lineage = lineage;
    }

    /** @param lineage of the steps that decide which events there are */
    record Result(Scope scope, List<ShapeStep> steps, String lineage) {
        Result plus(Scope wider, ShapeStep step, String text) {
            List<ShapeStep> more = new ArrayList<>(steps);
            more.add(step);
            return new Result(wider, List.copyOf(more), lineage + text);
        }

        /** Goes on without a step that could not be analyzed, so that later mistakes are found too. */
        Result pretending(String column) {
            return new Result(scope.pretending(column), steps, lineage);
        }
    }

    Result analyze(Scope scope, List<Stream.Step> steps) {
        Result result = new Result(scope, List.of(), "");
        for (Stream.Step step : steps) {
            if (step instanceof Stream.Derive derive) {
                result = derive(result, derive);
            } else if (step instanceof Stream.Where where) {
                result = where(result, where);
            } else if (step instanceof Stream.Explode explode) {
                result = explode(result, explode);
            } else if (step instanceof Stream.Lookup lookup) {
                for (String column : lookup.fields().keySet()) { // that there are none yet was told when it was read
                    result = result.pretending(column);
                }
            }
        }
        return result;
    }

    /** Columns that don't use each other are analyzed and computed together. */
    private Result derive(Result before, Stream.Derive derive) {
        Result result = before;
        Map<String, Sql> batch = new LinkedHashMap<>();
        for (Map.Entry<String, Sql> column : derive.columns().entrySet()) {
            if (batch.containsKey(column.getKey()) || uses(column.getValue(), batch.keySet())) {
                result = together(result, batch);
                batch.clear();
            }
            batch.put(column.getKey(), column.getValue());
        }
        return together(result, batch);
    }

    private boolean uses(Sql sql, Set<String> names) {
        if (names.isEmpty()) {
            return false;
        }
        Set<String> used = new HashSet<>();
        try {
            ScalaBridge.walk(analysis.catalyst().parse(sql.text()), node -> {
                if (node instanceof UnresolvedAttribute column) {
                    used.add(column.nameParts().head());
                } else if (node instanceof UnresolvedNamedLambdaVariable variable) {
                    used.add(variable.nameParts().head());
                }
            });
        } catch (Exception told) {
            return false; // the analysis of the batch tells what is wrong with it
        }
        return used.stream().anyMatch(names::contains);
    }

    private Result together(Result before, Map<String, Sql> columns) {
        List<Named> parsed = new ArrayList<>();
        columns.forEach((name, sql) ->
                analysis.parse(name, sql, before.scope(), Spot.STEP).ifPresent(parsed::add));
        Scope scope = before.scope();
        Set<String> failed = new HashSet<>(columns.keySet());
        List<ShapeStep.Target> targets = new ArrayList<>();
        for (Named column : simplified(analysis.columns(before.scope(), parsed))) {
            if (column.tree() instanceof AttributeReference same) {
                scope = scope.with(column.name(), same);
                failed.remove(column.name());
                continue;
            }
            Optional<DataType> type = columnType(column);
            if (type.isPresent()) {
                AttributeReference target = Names.column(column.name(), type.get());
                lineage.define(target, column.tree());
                targets.add(new ShapeStep.Target(column.name(), target, column.tree()));
                scope = scope.with(column.name(), target);
                failed.remove(column.name());
            }
        }
        Result result = targets.isEmpty()
                ? new Result(scope, before.steps(), before.lineage())
                : before.plus(scope, new ShapeStep.Derived(targets), "");
        for (String name : failed) {
            result = result.pretending(name);
        }
        return result;
    }

    private List<Named> simplified(List<Optional<Named>> analyzed) {
        return analyzed.stream()
                .flatMap(Optional::stream)
                .map(named -> named.with(rowColumns.withoutMeta(named.tree())))
                .map(analysis::simplify)
                .flatMap(Optional::stream)
                .toList();
    }

    private Optional<DataType> columnType(Named column) {
        Optional<FieldType> type = FieldTypes.of(column.tree().dataType());
        if (type.isEmpty()) {
            ColumnTypes.refuse(column, analysis.problems());
        }
        return type.map(CatalystValues::dataType);
    }

    private Result where(Result before, Stream.Where where) {
        return analysis.condition("where", where.condition(), before.scope(), Spot.STEP)
                .flatMap(condition ->
                        simplified(List.of(Optional.of(condition))).stream().findFirst())
                .map(condition -> before.plus(
                        before.scope(),
                        new ShapeStep.Filtered(condition.tree()),
                        "|where " + lineage.text(condition.tree())))
                .orElse(before);
    }

    private Result explode(Result before, Stream.Explode explode) {
        Optional<Named> array = analysis.column(explode.column(), explode.array(), before.scope(), Spot.STEP)
                .flatMap(named ->
                        simplified(List.of(Optional.of(named))).stream().findFirst());
        if (array.isEmpty()) {
            return before.pretending(explode.column());
        }
        Named found = array.get();
        if (!(found.tree().dataType() instanceof ArrayType type)) {
            analysis.problems()
                    .error(
                            "not-an-array",
                            "`" + explode.array().text() + "` is "
                                    + found.tree().dataType().sql().toLowerCase(java.util.Locale.ROOT)
                                    + ", not an array",
                            "for a map write map_entries(…); for text, split(…, r'…')",
                            explode.array().place());
            return before.pretending(explode.column());
        }
        Optional<FieldType> element = FieldTypes.of(type.elementType());
        if (element.isEmpty()) {
            ColumnTypes.refuse(found, analysis.problems());
            return before.pretending(explode.column());
        }
        AttributeReference target = Names.column(explode.column(), CatalystValues.dataType(element.get()));
        String text = "|explode " + lineage.text(found.tree());
        lineage.define(target, before.lineage() + text);
        return before.plus(
                before.scope().with(explode.column(), target),
                new ShapeStep.Exploded(explode.column(), target, found.tree(), type.elementType()),
                text);
    }
}
