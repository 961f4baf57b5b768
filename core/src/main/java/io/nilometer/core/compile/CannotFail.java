package io.nilometer.core.compile;

import java.util.Set;
import org.apache.spark.sql.catalyst.expressions.BinaryArithmetic;
import org.apache.spark.sql.catalyst.expressions.BinaryComparison;
import org.apache.spark.sql.catalyst.expressions.BinaryMathExpression;
import org.apache.spark.sql.catalyst.expressions.Cast;
import org.apache.spark.sql.catalyst.expressions.EvalMode;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.LeafExpression;
import org.apache.spark.sql.catalyst.expressions.UnaryMathExpression;
import org.apache.spark.sql.types.NumericType;

/**
 * Expressions that give a value or null whatever the record holds. Metrics that differ only in these share their cells;
 * where an expression may throw, a metric shares them only with metrics that have the same one, since it may have to leave
 * out a record that the others count.
 */
final class CannotFail {

    /** By name: most are one class each. With ANSI off they neither overflow nor refuse an argument. */
    private static final Set<String> HARMLESS = Set.of(
            "Abs",
            "Alias",
            "And",
            "Ascii",
            "BRound",
            "BitLength",
            "CaseWhen",
            "Ceil",
            "CheckOverflow",
            "Coalesce",
            "Contains",
            "CreateNamedStruct",
            "DayOfMonth",
            "DayOfWeek",
            "DayOfYear",
            "EndsWith",
            "EqualNullSafe",
            "Floor",
            "GetStructField",
            "Greatest",
            "Hour",
            "If",
            "In",
            "InSet",
            "IsNaN",
            "IsNotNull",
            "IsNull",
            "KnownNotNull",
            "KnownNullable",
            "Least",
            "Length",
            "Lower",
            "MakeDecimal",
            "Md5",
            "Minute",
            "Month",
            "Murmur3Hash",
            "NaNvl",
            "Not",
            "OctetLength",
            "Or",
            "PromotePrecision",
            "Quarter",
            "Round",
            "Second",
            "Size",
            "StartsWith",
            "StringTrim",
            "StringTrimLeft",
            "StringTrimRight",
            "Substring",
            "UnaryMinus",
            "UnaryPositive",
            "UnscaledValue",
            "Upper",
            "WeekDay",
            "WeekOfYear",
            "XxHash64",
            "Year");

    private CannotFail() {}

    static boolean holds(Expression tree) {
        boolean[] safe = {true};
        ScalaBridge.walk(tree, node -> safe[0] &= harmless(node));
        return safe[0];
    }

    static boolean harmless(Expression node) {
        if (node instanceof BinaryArithmetic arithmetic) {
            return arithmetic.dataType() instanceof NumericType && quiet(arithmetic.evalMode());
        }
        if (node instanceof Cast cast) {
            return quiet(cast.evalMode());
        }
        return WholeNumbers.isOurs(node)
                || node instanceof LeafExpression
                || node instanceof BinaryComparison
                || node instanceof UnaryMathExpression
                || node instanceof BinaryMathExpression
                || HARMLESS.contains(node.getClass().getSimpleName());
    }

    private static boolean quiet(scala.Enumeration.Value mode) {
        return mode.equals(EvalMode.LEGACY()) || mode.equals(EvalMode.TRY());
    }
}
