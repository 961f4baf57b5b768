package io.nilometer.core.compile;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.Literal$;
import org.apache.spark.sql.catalyst.expressions.RLike;
import org.apache.spark.sql.catalyst.expressions.RegExpExtract;
import org.apache.spark.sql.catalyst.expressions.RegExpExtractAll;
import org.apache.spark.sql.catalyst.expressions.RegExpInStr;
import org.apache.spark.sql.catalyst.expressions.RegExpReplace;
import org.apache.spark.sql.catalyst.expressions.StringSplit;
import org.apache.spark.sql.catalyst.expressions.StringToMap;
import org.apache.spark.sql.catalyst.expressions.objects.Invoke;
import org.apache.spark.sql.catalyst.expressions.objects.StaticInvoke;
import org.apache.spark.sql.catalyst.trees.Origin;
import org.apache.spark.sql.types.AbstractDataType;
import org.apache.spark.sql.types.DataType;
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
            return regex(node, "replace", budgeted(parts));
        }
        if (node instanceof RegExpExtract) {
            return regex(node, "extract", parts);
        }
        if (node instanceof RegExpExtractAll) {
            return regex(node, "extractAll", budgeted(parts));
        }
        if (node instanceof RegExpInStr) {
            return regex(node, "position", parts.subList(0, 2));
        }
        if (node instanceof StringSplit) {
            return regex(node, "split", budgeted(parts));
        }
        if (node instanceof StringToMap) {
            return call(
                    SafeRegex.class,
                    node.dataType(),
                    "map",
                    List.of(parts.get(0), pattern(parts.get(1), node), pattern(parts.get(2), node), Budget.literal()));
        }
        if (node instanceof Invoke call && call.targetObject() instanceof Literal evaluator) {
            return isOfUrls(evaluator) && parts.size() == 4 && !parts.get(3).foldable()
                    ? node.withNewChildren(ScalaBridge.seq(List.of(
                            parts.get(0),
                            parts.get(1),
                            parts.get(2),
                            call(SafeRegex.class, parts.get(3).dataType(), "quoted", List.of(parts.get(3))))))
                    : node;
        }
        return node;
    }

    /** Spark looks for a key in a query by a regular expression, which a key from the data could become. */
    private static boolean isOfUrls(Literal evaluator) {
        return evaluator.value() != null
                && evaluator.value().getClass().getSimpleName().equals("ParseUrlEvaluator");
    }

    private static List<Expression> budgeted(List<Expression> parts) {
        List<Expression> more = new ArrayList<>(parts);
        more.add(Budget.literal());
        return more;
    }

    /** The second part of each of these functions is the pattern. */
    private static Expression regex(Expression node, String method, List<Expression> parts) {
        List<Expression> arguments = new ArrayList<>(parts);
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

    static Expression call(Class<?> home, DataType result, String method, List<Expression> arguments) {
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
