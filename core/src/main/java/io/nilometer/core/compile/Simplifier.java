package io.nilometer.core.compile;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.catalyst.expressions.CommonExpressionDef;
import org.apache.spark.sql.catalyst.expressions.CommonExpressionRef;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.expressions.With;
import org.apache.spark.sql.catalyst.optimizer.ConstantFolding$;
import org.apache.spark.sql.catalyst.optimizer.LikeSimplification$;
import org.apache.spark.sql.catalyst.optimizer.ReplaceExpressions$;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.OneRowRelation;
import org.apache.spark.sql.catalyst.plans.logical.Project;

/** Brings analyzed expressions into the form that can be evaluated: without what Spark's optimizer has to replace first. */
final class Simplifier {

    private Simplifier() {}

    /** Call inside {@link Catalyst#within}. An expression may throw when its constant part does. */
    static Expression simplify(Expression analyzed) {
        Expression replaced = only(ReplaceExpressions$.MODULE$.apply(project(analyzed)));
        Expression safe = TimePatterns.guard(HostileInputs.guard(WholeNumbers.guard(withoutWith(replaced))));
        Expression metered = Metering.guard(safe);
        Expression simple = only(LikeSimplification$.MODULE$.apply(ConstantFolding$.MODULE$.apply(project(metered))));
        return LikeGuard.guard(simple);
    }

    private static LogicalPlan project(Expression expression) {
        return new Project(
                ScalaBridge.<NamedExpression>seq(List.of(Names.alias(expression, "x"))), new OneRowRelation());
    }

    private static Expression only(LogicalPlan plan) {
        Expression named = (Expression) ((Project) plan).projectList().head();
        return named.children().head();
    }

    /** Writes common expressions out where they are used; the code generator finds them again. */
    private static Expression withoutWith(Expression tree) {
        return ScalaBridge.rewrite(tree, node -> {
            if (!(node instanceof With with)) {
                return node;
            }
            Map<Object, Expression> definitions = new HashMap<>();
            for (CommonExpressionDef definition : ScalaBridge.<CommonExpressionDef>list(with.defs())) {
                definitions.put(definition.id(), inline(definition.child(), definitions));
            }
            return inline(with.child(), definitions);
        });
    }

    private static Expression inline(Expression tree, Map<Object, Expression> definitions) {
        return ScalaBridge.rewrite(
                tree, node -> node instanceof CommonExpressionRef ref ? definitions.getOrDefault(ref.id(), ref) : node);
    }
}
