package io.nilometer.core.compile;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.ArrayRepeat;
import org.apache.spark.sql.catalyst.expressions.Cast$;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.If;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.Literal$;
import org.apache.spark.sql.catalyst.expressions.RLike;
import org.apache.spark.sql.catalyst.expressions.RegExpExtract;
import org.apache.spark.sql.catalyst.expressions.RegExpExtractAll;
import org.apache.spark.sql.catalyst.expressions.RegExpInStr;
import org.apache.spark.sql.catalyst.expressions.RegExpReplace;
import org.apache.spark.sql.catalyst.expressions.Sequence;
import org.apache.spark.sql.catalyst.expressions.StringLPad;
import org.apache.spark.sql.catalyst.expressions.StringRPad;
import org.apache.spark.sql.catalyst.expressions.StringRepeat;
import org.apache.spark.sql.catalyst.expressions.StringSpace;
import org.apache.spark.sql.catalyst.expressions.StringSplit;
import org.apache.spark.sql.catalyst.expressions.StringToMap;
import org.apache.spark.sql.catalyst.expressions.objects.StaticInvoke;
import org.apache.spark.sql.catalyst.trees.Origin;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.types.AbstractDataType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.IntegralType;
import org.apache.spark.sql.types.ObjectType;
import scala.Option;

/** Replaces what hostile data could turn against us: backtracking patterns, and results of any length. */
final class HostileInputs {

    private HostileInputs() {}

    /** @throws BadPattern when a regular expression is none, or is not constant */
    static Expression guard(Expression tree) {
        return ScalaBridge.rewrite(tree, HostileInputs::safe);
    }

    private static Expression safe(Expression node) {
        List<Expression> parts = ScalaBridge.<Expression>list(node.children());
        if (node instanceof RLike) {
            return regex(node, "matches", parts);
        }
        if (node instanceof RegExpReplace) {
            return regex(node, "replace", parts);
        }
        if (node instanceof RegExpExtract) {
            return regex(node, "extract", parts);
        }
        if (node instanceof RegExpExtractAll) {
            return regex(node, "extractAll", parts);
        }
        if (node instanceof RegExpInStr) {
            return regex(node, "position", parts.subList(0, 2));
        }
        if (node instanceof StringSplit) {
            return regex(node, "split", parts);
        }
        if (node instanceof StringToMap) {
            return call(
                    SafeRegex.class,
                    node.dataType(),
                    "map",
                    List.of(parts.get(0), pattern(parts.get(1), node), pattern(parts.get(2), node)));
        }
        return sized(node, parts);
    }

    private static Expression sized(Expression node, List<Expression> parts) {
        if (node instanceof StringRepeat) {
            return call(SafeSize.class, node.dataType(), "repeat", parts);
        }
        if (node instanceof StringLPad) {
            return call(SafeSize.class, node.dataType(), "lpad", parts);
        }
        if (node instanceof StringRPad) {
            return call(SafeSize.class, node.dataType(), "rpad", parts);
        }
        if (node instanceof StringSpace) {
            return call(SafeSize.class, node.dataType(), "space", parts);
        }
        if (node instanceof ArrayRepeat) {
            return when(call(SafeSize.class, DataTypes.BooleanType, "fits", List.of(number(parts.get(1)))), node);
        }
        return node instanceof Sequence sequence ? sequence(sequence) : node;
    }

    private static Expression sequence(Sequence node) {
        Option<Expression> step = node.stepOpt();
        if (node.start().dataType() instanceof IntegralType) {
            Expression by = step.isDefined() ? number(step.get()) : Literal$.MODULE$.apply(1L);
            return when(
                    call(
                            SafeSize.class,
                            DataTypes.BooleanType,
                            "sequenceFits",
                            List.of(number(node.start()), number(node.stop()), by)),
                    node);
        }
        Expression start = number(cast(node.start(), DataTypes.TimestampType));
        Expression stop = number(cast(node.stop(), DataTypes.TimestampType));
        Expression by = step.isDefined() ? step.get() : Literal$.MODULE$.apply(86_400_000_000L);
        return when(call(SafeSize.class, DataTypes.BooleanType, "timesFit", List.of(start, stop, by)), node);
    }

    private static Expression when(Expression fits, Expression node) {
        return new If(fits, node, Literal$.MODULE$.create((Object) null, node.dataType()));
    }

    private static Expression number(Expression value) {
        return cast(value, DataTypes.LongType);
    }

    private static Expression cast(Expression value, DataType type) {
        return value.dataType().equals(type)
                ? value
                : Cast$.MODULE$.apply(value, type, Option.apply(SQLConf.get().sessionLocalTimeZone()), false);
    }

    /** The second part of each of these functions is the pattern. */
    private static Expression regex(Expression node, String method, List<Expression> parts) {
        List<Expression> arguments = new java.util.ArrayList<>(parts);
        arguments.set(1, pattern(parts.get(1), node));
        return call(SafeRegex.class, node.dataType(), method, arguments);
    }

    private static Expression pattern(Expression written, Expression node) {
        DataType type = new ObjectType(Pattern.class);
        if (!written.foldable()) {
            throw new BadPattern(
                    "the pattern of " + node.prettyName() + " is not constant",
                    "write it as a literal such as r'\\d+'; for plain text use contains, instr, replace or split_part",
                    node.origin());
        }
        Object text = written.eval(null);
        if (text == null) {
            return Literal$.MODULE$.create((Object) null, type);
        }
        try {
            return new Literal(Pattern.compile(text.toString()), type);
        } catch (PatternSyntaxException failure) {
            throw new BadPattern(
                    "the pattern '" + text + "' is wrong: " + failure.getMessage(),
                    "patterns have RE2's syntax: no look-around, no back-references",
                    node.origin());
        }
    }

    private static Expression call(Class<?> home, DataType result, String method, List<Expression> arguments) {
        return new StaticInvoke(
                home,
                result,
                method,
                ScalaBridge.seq(arguments),
                ScalaBridge.<AbstractDataType>seq(List.of()),
                true,
                true,
                true,
                Option.empty());
    }

    /** A regular expression that is none, or is not constant. */
    static final class BadPattern extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient Origin origin;
        private final String remedy;

        BadPattern(String message, String remedy, Origin origin) {
            super(message);
            this.origin = origin;
            this.remedy = remedy;
        }

        @Override
        public String getMessage() {
            return java.util.Objects.requireNonNullElse(super.getMessage(), "");
        }

        Origin origin() {
            return origin;
        }

        String remedy() {
            return remedy;
        }
    }
}
