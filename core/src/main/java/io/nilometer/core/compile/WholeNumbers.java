package io.nilometer.core.compile;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.Abs;
import org.apache.spark.sql.catalyst.expressions.Add;
import org.apache.spark.sql.catalyst.expressions.BRound;
import org.apache.spark.sql.catalyst.expressions.BinaryArithmetic;
import org.apache.spark.sql.catalyst.expressions.Cast;
import org.apache.spark.sql.catalyst.expressions.Cast$;
import org.apache.spark.sql.catalyst.expressions.Ceil;
import org.apache.spark.sql.catalyst.expressions.DateAdd;
import org.apache.spark.sql.catalyst.expressions.DateDiff;
import org.apache.spark.sql.catalyst.expressions.DateSub;
import org.apache.spark.sql.catalyst.expressions.EvalMode;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Floor;
import org.apache.spark.sql.catalyst.expressions.FromUnixTime;
import org.apache.spark.sql.catalyst.expressions.IntegralDivide;
import org.apache.spark.sql.catalyst.expressions.Literal$;
import org.apache.spark.sql.catalyst.expressions.MillisToTimestamp;
import org.apache.spark.sql.catalyst.expressions.Multiply;
import org.apache.spark.sql.catalyst.expressions.Pmod;
import org.apache.spark.sql.catalyst.expressions.Round;
import org.apache.spark.sql.catalyst.expressions.SecondsToTimestamp;
import org.apache.spark.sql.catalyst.expressions.Subtract;
import org.apache.spark.sql.catalyst.expressions.UnaryMinus;
import org.apache.spark.sql.catalyst.expressions.objects.StaticInvoke;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.types.AbstractDataType;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.IntegralType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.ShortType;
import org.apache.spark.sql.types.TimestampType;
import scala.Option;

/**
 * Replaces what wraps around, or stops at the largest number there is, where a result does not fit its type: arithmetic of
 * integers, casts to them, and what counts days and seconds. Those are null then and {@link TooLarge} is told; so it is of
 * decimals, which Spark makes null by itself. What works on bits, such as shifts and hashes, stays.
 */
final class WholeNumbers {

    private WholeNumbers() {}

    static Expression guard(Expression tree) {
        return ScalaBridge.rewrite(tree, WholeNumbers::safe);
    }

    /** Whether a node is one of those that this class puts in, which never fail. */
    static boolean isOurs(Expression node) {
        return node instanceof StaticInvoke call && call.staticObject() == SafeNumbers.class;
    }

    private static Expression safe(Expression node) {
        if (node instanceof BinaryArithmetic arithmetic) {
            return arithmetic.evalMode().equals(EvalMode.LEGACY()) ? arithmetic(arithmetic) : node;
        }
        if (node instanceof Cast cast) {
            return cast.evalMode().equals(EvalMode.LEGACY()) ? cast(cast) : node;
        }
        if (node instanceof UnaryMinus minus && isWhole(node)) {
            return narrowed(call("negate", wide(minus.child())), node.dataType());
        }
        if (node instanceof Abs abs && isWhole(node)) {
            return narrowed(call("abs", wide(abs.child())), node.dataType());
        }
        if (node instanceof Ceil ceil && ceil.child().dataType() instanceof DoubleType) {
            return call("ceil", ceil.child());
        }
        if (node instanceof Floor floor && floor.child().dataType() instanceof DoubleType) {
            return call("floor", floor.child());
        }
        if (node instanceof Round round && isWhole(node)) {
            return rounded(round.child(), round.scale(), false);
        }
        if (node instanceof BRound round && isWhole(node)) {
            return rounded(round.child(), round.scale(), true);
        }
        return time(node);
    }

    private static Expression arithmetic(BinaryArithmetic node) {
        Expression left = node.left();
        Expression right = node.right();
        if (node instanceof IntegralDivide) {
            return left.dataType() instanceof DecimalType
                    ? call("divideDecimals", left, right)
                    : left.dataType() instanceof LongType ? call("divide", left, right) : node;
        }
        if (node instanceof Pmod) {
            return isWhole(node)
                    ? cast(invoke(DataTypes.LongType, "pmod", List.of(wide(left), wide(right))), node.dataType())
                    : node;
        }
        String name = node instanceof Add
                ? "add"
                : node instanceof Subtract ? "subtract" : node instanceof Multiply ? "multiply" : null;
        if (name == null) {
            return node;
        }
        if (node.dataType() instanceof DecimalType type) {
            return invoke(
                    type,
                    name + "Decimals",
                    List.of(
                            left,
                            right,
                            Literal$.MODULE$.apply(type.precision()),
                            Literal$.MODULE$.apply(type.scale()),
                            TooLarge.nobodys()));
        }
        if (!isWhole(node)) {
            return node;
        }
        if (node.dataType() instanceof LongType) {
            return call(name + "Longs", left, right);
        }
        if (node.dataType() instanceof IntegerType) {
            return ints(name, left, right, DataTypes.IntegerType);
        }
        // Two bytes or shorts make no more than an int.
        return narrowed(wide(ints(name, whole(left), whole(right), DataTypes.IntegerType)), node.dataType());
    }

    private static Expression cast(Cast node) {
        Expression from = node.child();
        DataType to = node.dataType();
        if (to instanceof TimestampType) {
            return from.dataType() instanceof LongType
                    ? timestamp("timeOfSeconds", from)
                    : from.dataType() instanceof DecimalType
                            ? timestamp("timeOfDecimal", from)
                            : isFraction(from) ? timestamp("timeOfDouble", cast(from, DataTypes.DoubleType)) : node;
        }
        if (!(to instanceof IntegralType)) {
            return node;
        }
        if (from.dataType() instanceof DecimalType) {
            return narrowed(call("ofDecimal", from), to);
        }
        if (isFraction(from)) {
            return narrowed(call("ofDouble", cast(from, DataTypes.DoubleType)), to);
        }
        boolean narrows = from.dataType() instanceof TimestampType
                ? !(to instanceof LongType)
                : from.dataType() instanceof IntegralType && from.dataType().defaultSize() > to.defaultSize();
        return narrows ? narrowed(wide(from), to) : node;
    }

    private static Expression time(Expression node) {
        if (node instanceof DateAdd add) {
            return ints("add", add.startDate(), whole(add.days()), DataTypes.DateType);
        }
        if (node instanceof DateSub subtract) {
            return ints("subtract", subtract.startDate(), whole(subtract.days()), DataTypes.DateType);
        }
        if (node instanceof DateDiff difference) {
            return ints("subtract", difference.endDate(), difference.startDate(), DataTypes.IntegerType);
        }
        if (node instanceof FromUnixTime text) {
            List<Expression> parts = new ArrayList<>(ScalaBridge.<Expression>list(text.children()));
            parts.set(0, call("secondsOfTime", parts.get(0)));
            return text.withNewChildren(ScalaBridge.seq(parts));
        }
        if (node instanceof SecondsToTimestamp seconds && !(seconds.child().dataType() instanceof DecimalType)) {
            return isFraction(seconds.child())
                    ? timestamp("timeOfDouble", cast(seconds.child(), DataTypes.DoubleType))
                    : timestamp("timeOfSeconds", wide(seconds.child()));
        }
        return node instanceof MillisToTimestamp millis ? timestamp("timeOfMillis", wide(millis.child())) : node;
    }

    private static boolean isWhole(Expression node) {
        return node.dataType() instanceof IntegralType;
    }

    private static boolean isFraction(Expression node) {
        return node.dataType() instanceof DoubleType || node.dataType() instanceof FloatType;
    }

    private static Expression rounded(Expression value, Expression scale, boolean even) {
        return narrowed(
                invoke(
                        DataTypes.LongType,
                        "round",
                        List.of(wide(value), scale, Literal$.MODULE$.apply(even), TooLarge.nobodys())),
                value.dataType());
    }

    /** A bigint as a smaller type. */
    private static Expression narrowed(Expression value, DataType type) {
        String name = type instanceof ByteType
                ? "toByte"
                : type instanceof ShortType ? "toShort" : type instanceof IntegerType ? "toInt" : null;
        return name == null ? value : invoke(type, name, List.of(value, TooLarge.nobodys()));
    }

    private static Expression wide(Expression value) {
        return cast(value, DataTypes.LongType);
    }

    private static Expression whole(Expression value) {
        return cast(value, DataTypes.IntegerType);
    }

    private static Expression cast(Expression value, DataType type) {
        return value.dataType().equals(type)
                ? value
                : Cast$.MODULE$.apply(value, type, Option.apply(SQLConf.get().sessionLocalTimeZone()), false);
    }

    private static Expression ints(String name, Expression a, Expression b, DataType type) {
        return invoke(type, name + "Ints", List.of(a, b, TooLarge.nobodys()));
    }

    private static Expression timestamp(String name, Expression value) {
        return invoke(DataTypes.TimestampType, name, List.of(value, TooLarge.nobodys()));
    }

    private static Expression call(String name, Expression... arguments) {
        List<Expression> all = new ArrayList<>(List.of(arguments));
        all.add(TooLarge.nobodys());
        return invoke(DataTypes.LongType, name, all);
    }

    private static Expression invoke(DataType result, String name, List<Expression> arguments) {
        return new StaticInvoke(
                SafeNumbers.class,
                result,
                name,
                ScalaBridge.seq(arguments),
                ScalaBridge.<AbstractDataType>seq(List.of()),
                true,
                true,
                true,
                Option.empty());
    }
}
