package io.nilometer.core.compile;

import java.util.List;
import org.apache.spark.sql.catalyst.expressions.And;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Like;
import org.apache.spark.sql.catalyst.expressions.LikeAllBase;
import org.apache.spark.sql.catalyst.expressions.LikeAnyBase;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.Literal$;
import org.apache.spark.sql.catalyst.expressions.MultiLikeBase;
import org.apache.spark.sql.catalyst.expressions.Not;
import org.apache.spark.sql.catalyst.expressions.NotLikeAll;
import org.apache.spark.sql.catalyst.expressions.NotLikeAny;
import org.apache.spark.sql.catalyst.expressions.Or;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.ObjectType;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/** Replaces {@code like} and its kin, whose regular expressions backtrack. */
final class LikeGuard {

    private static final char ESCAPE = '\\';

    private LikeGuard() {}

    /** @throws IllegalArgumentException when a constant pattern is none */
    static Expression guard(Expression tree) {
        return ScalaBridge.rewrite(tree, LikeGuard::safe);
    }

    private static Expression safe(Expression node) {
        if (node instanceof Like like) {
            return like(like.left(), like.right(), like.escapeChar());
        }
        if (node instanceof MultiLikeBase many && (node instanceof LikeAllBase || node instanceof LikeAnyBase)) {
            boolean negated = node instanceof NotLikeAll || node instanceof NotLikeAny;
            Expression whole = null;
            for (UTF8String pattern : ScalaBridge.<UTF8String>list(many.patterns())) {
                Expression one = constant(many.child(), pattern, ESCAPE);
                one = negated ? new Not(one) : one;
                whole = whole == null ? one : node instanceof LikeAllBase ? new And(whole, one) : new Or(whole, one);
            }
            return whole == null ? node : whole;
        }
        return node;
    }

    private static Expression like(Expression text, Expression pattern, char escape) {
        if (pattern.foldable()) {
            return constant(text, (UTF8String) pattern.eval(null), escape);
        }
        return HostileInputs.call(
                SafeLike.class,
                DataTypes.BooleanType,
                "matches",
                List.of(text, pattern, Literal$.MODULE$.apply((int) escape), Budget.literal()));
    }

    private static Expression constant(Expression text, @Nullable UTF8String pattern, char escape) {
        if (pattern == null) {
            return Literal$.MODULE$.create((Object) null, DataTypes.BooleanType);
        }
        return HostileInputs.call(
                SafeLike.class,
                DataTypes.BooleanType,
                "matches",
                List.of(
                        text,
                        new Literal(new LikePattern(pattern.toString(), escape), new ObjectType(LikePattern.class)),
                        Budget.literal()));
    }
}
