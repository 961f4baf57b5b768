package io.nilometer.core.compile;

import io.nilometer.core.pipeline.Sql;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.catalyst.analysis.UnresolvedAttribute;
import org.apache.spark.sql.catalyst.analysis.UnresolvedExtractValue;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.LambdaFunction;
import org.apache.spark.sql.catalyst.expressions.Literal$;
import org.apache.spark.sql.catalyst.expressions.UnresolvedNamedLambdaVariable;
import scala.collection.immutable.Seq;

/**
 * Lets the expressions of a metric use the columns selected before them, by writing those out. A name that the stream has
 * too means the stream's column, as in SQL.
 */
final class SelectColumns {

    private final Scope stream;
    private final Problems problems;
    private final Map<String, Expression> earlier = new LinkedHashMap<>();

    SelectColumns(Scope stream, Problems problems) {
        this.stream = stream;
        this.problems = problems;
    }

    Named resolve(Named parsed) {
        Set<String> lambdaNames = lambdaNames(parsed.tree());
        Set<String> uses = new HashSet<>();
        Expression tree = ScalaBridge.rewrite(parsed.tree(), node -> {
            if (node instanceof UnresolvedAttribute column) {
                return replace(column, column.nameParts(), parsed.sql(), uses);
            }
            if (node instanceof UnresolvedNamedLambdaVariable variable
                    && !lambdaNames.contains(variable.nameParts().head())) {
                return replace(variable, variable.nameParts(), parsed.sql(), uses);
            }
            return node;
        });
        return parsed.writtenOut(tree, uses);
    }

    /** Makes a column known to those after it. */
    void add(Named resolved) {
        earlier.put(resolved.name(), resolved.tree());
    }

    Set<String> names() {
        return earlier.keySet();
    }

    private Expression replace(Expression node, Seq<String> nameParts, Sql sql, Set<String> uses) {
        List<String> parts = ScalaBridge.list(nameParts);
        Expression column = earlier.get(parts.get(0));
        if (column == null) {
            return node;
        }
        if (stream.find(parts.get(0)) != null) {
            problems.warning(
                    "ambiguous-column",
                    "`" + parts.get(0) + "` means the stream's column here, not the one selected above",
                    "give the selected column another name",
                    SqlErrors.place(node.origin(), sql));
            return node;
        }
        uses.add(parts.get(0));
        Expression value = column;
        for (String member : parts.subList(1, parts.size())) {
            value = new UnresolvedExtractValue(value, Literal$.MODULE$.apply(member));
        }
        return value;
    }

    private static Set<String> lambdaNames(Expression tree) {
        Set<String> names = new HashSet<>();
        ScalaBridge.walk(tree, node -> {
            if (node instanceof LambdaFunction lambda) {
                ScalaBridge.list(lambda.arguments()).forEach(argument -> names.add(argument.name()));
            }
        });
        return names;
    }
}
