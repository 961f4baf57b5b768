package io.nilometer.core.compile;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.apache.spark.sql.catalyst.expressions.Cast;
import org.apache.spark.sql.catalyst.expressions.CsvToStructs;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.JsonToStructs;
import org.apache.spark.sql.catalyst.expressions.Literal$;
import org.apache.spark.sql.catalyst.expressions.ParseToDate;
import org.apache.spark.sql.catalyst.expressions.ParseToTimestamp;
import org.apache.spark.sql.catalyst.expressions.StructsToCsv;
import org.apache.spark.sql.catalyst.expressions.StructsToJson;
import org.apache.spark.sql.catalyst.expressions.TimestampFormatterHelper;
import org.apache.spark.sql.catalyst.expressions.objects.StaticInvoke;
import org.apache.spark.sql.types.AbstractDataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;
import org.apache.spark.unsafe.types.UTF8String;
import scala.Option;
import scala.jdk.javaapi.CollectionConverters;

/** Patterns of times in expressions: literal ones are checked before anything runs, others when they come. */
final class TimePatterns {

    private TimePatterns() {}

    /** Whether all literal patterns can work; tells those that can't. */
    static boolean check(Named named, Problems problems) {
        boolean[] fine = {true};
        ScalaBridge.walk(
                named.tree(),
                node -> literals(node, (pattern, where) -> {
                    TimePattern rest = pattern.parsed();
                    Optional<TimePattern.Flaw> flaw = rest.flaw();
                    flaw.ifPresent(wrong -> {
                        fine[0] = false;
                        problems.error(
                                "bad-time-pattern",
                                "the time pattern '" + pattern.text + "' can't work: " + wrong.why(),
                                wrong.remedy(),
                                SqlErrors.place(where.origin(), named.sql()));
                    });
                    rest.doubt()
                            .ifPresent(doubt -> problems.warning(
                                    "doubtful-time-pattern",
                                    "the time pattern '" + pattern.text + "': " + doubt.why(),
                                    doubt.remedy(),
                                    SqlErrors.place(where.origin(), named.sql())));
                }));
        return fine[0];
    }

    /** A literal pattern. @param cut whether a day of the week at its beginning is cut off before Spark sees it */
    private record Used(String text, boolean parsing, boolean cut) {
        TimePattern parsed() {
            TimePattern whole = new TimePattern(text, parsing);
            return cut && whole.beginsWithDay() ? new TimePattern(whole.afterDay(), parsing) : whole;
        }
    }

    private static void literals(Expression node, BiConsumer<Used, Expression> found) {
        if (node instanceof ParseToTimestamp parse) {
            literal(parse.left(), parse.format(), found);
        } else if (node instanceof ParseToDate parse) {
            literal(parse.left(), parse.format(), found);
        } else if (node instanceof TimestampFormatterHelper formatter) {
            boolean parsing = formatter.isParsing();
            Expression value = ScalaBridge.<Expression>list(node.children()).get(0);
            if (!parsing || isText(value)) {
                text(formatter.formatString())
                        .ifPresent(text -> found.accept(new Used(text, parsing, parsing), formatter.formatString()));
            }
        } else if (node instanceof JsonToStructs json) {
            options(CollectionConverters.asJava(json.options()), true, node, found);
        } else if (node instanceof CsvToStructs csv) {
            options(CollectionConverters.asJava(csv.options()), true, node, found);
        } else if (node instanceof StructsToJson json) {
            options(CollectionConverters.asJava(json.options()), false, node, found);
        } else if (node instanceof StructsToCsv csv) {
            options(CollectionConverters.asJava(csv.options()), false, node, found);
        }
    }

    private static void literal(Expression value, Option<Expression> format, BiConsumer<Used, Expression> found) {
        if (format.isDefined() && isText(value)) {
            text(format.get()).ifPresent(text -> found.accept(new Used(text, true, true), format.get()));
        }
    }

    private static void options(
            Map<String, String> options, boolean parsing, Expression node, BiConsumer<Used, Expression> found) {
        options.forEach((name, value) -> {
            String key = name.toLowerCase(Locale.ROOT);
            if (key.equals("timestampformat") || key.equals("dateformat") || key.equals("timestampntzformat")) {
                found.accept(new Used(value, parsing, false), node);
            }
        });
    }

    /** Brings what was checked into the form that is evaluated. Patterns that only the data knows are null when they are none. */
    static Expression guard(Expression tree) {
        return ScalaBridge.rewrite(tree, TimePatterns::safe);
    }

    private static Expression safe(Expression node) {
        if (node instanceof Cast cast
                && isText(cast.child())
                && (cast.dataType() instanceof TimestampType || cast.dataType() instanceof TimestampNTZType)) {
            return with(node, call("dated", cast.child()));
        }
        if (!(node instanceof TimestampFormatterHelper formatter)) {
            return node;
        }
        Expression value = ScalaBridge.<Expression>list(node.children()).get(0);
        Expression format = formatter.formatString();
        boolean reads = formatter.isParsing() && isText(value);
        if (!format.foldable()) {
            return reads
                    ? with(node, call("afterDay", value, format), call("readable", format))
                    : formatter.isParsing() ? node : with(node, value, call("writable", format));
        }
        Optional<TimePattern> day = reads
                ? text(format).map(text -> new TimePattern(text, true)).filter(TimePattern::beginsWithDay)
                : none();
        return day.map(pattern -> with(
                        node,
                        call(
                                "afterDay",
                                value,
                                Literal$.MODULE$.apply(UTF8String.fromString(pattern.beforeDay())),
                                Literal$.MODULE$.apply(pattern.isFullDay())),
                        Literal$.MODULE$.apply(UTF8String.fromString(pattern.afterDay()))))
                .orElse(node);
    }

    private static Optional<TimePattern> none() {
        return Optional.empty();
    }

    private static Expression with(Expression node, Expression... children) {
        return node.withNewChildren(ScalaBridge.<Expression>seq(List.of(children)));
    }

    private static boolean isText(Expression value) {
        return value.dataType() instanceof StringType;
    }

    private static Optional<String> text(Expression format) {
        Object text = format.foldable() ? format.eval(null) : null;
        return Optional.ofNullable(text).map(Object::toString);
    }

    private static Expression call(String method, Expression... arguments) {
        return new StaticInvoke(
                SafeTime.class,
                DataTypes.StringType,
                method,
                ScalaBridge.seq(List.of(arguments)),
                ScalaBridge.<AbstractDataType>seq(List.of()),
                true,
                true,
                true,
                Option.empty());
    }
}
