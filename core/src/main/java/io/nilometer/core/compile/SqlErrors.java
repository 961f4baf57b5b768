package io.nilometer.core.compile;

import io.nilometer.api.Place;
import io.nilometer.api.Problem;
import io.nilometer.core.pipeline.Sql;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.catalyst.parser.ParseException;
import org.apache.spark.sql.catalyst.trees.Origin;
import scala.Option;

/** What Spark's parser and analyzer complain about, as problems of ours. */
final class SqlErrors {

    private static final int LONGEST = 200;

    private SqlErrors() {}

    /** @param meant the columns that the expression could have named */
    static Problem of(Exception failure, Sql sql, Collection<String> meant) {
        if (failure.getCause() instanceof AnalysisException cause) {
            return ofAnalysis(cause, sql, meant);
        }
        String[] words = firstLine(failure).split("; ", 2);
        return Problem.error(
                "bad-expression",
                "`" + shortened(sql.text()) + "`: " + words[0],
                words.length > 1 ? words[1] : "",
                sql.place());
    }

    /** What is wrong is not in its thousandth character: a message must stay readable. */
    private static String shortened(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + " …";
    }

    static Problem ofAnalysis(AnalysisException failure, Sql sql, Collection<String> meant) {
        Place place = place(failure, sql);
        String condition = Optional.ofNullable(failure.getCondition()).orElse("");
        Map<String, String> parameters = failure.getMessageParameters();
        String start = "`" + shortened(sql.text()) + "`";
        if (condition.startsWith("UNSUPPORTED_DATATYPE")) {
            String type = unknownType(failure);
            return Problem.error(
                    "bad-type", start + ": `" + type + "` is not a type", TypeNames.remedy(type, type), place);
        }
        if (failure instanceof ParseException) {
            return syntax(failure, condition, sql, place);
        }
        if (condition.startsWith("UNRESOLVED_COLUMN")) {
            String written = unquoted(parameters.getOrDefault("objectName", ""));
            return Problem.error(
                    "unknown-column",
                    "there is no column `" + written + "` here",
                    NearestName.remedy(written, meant, "columns"),
                    place);
        }
        if (condition.startsWith("FIELD_NOT_FOUND")) {
            String written = unquoted(parameters.getOrDefault("fieldName", ""));
            List<String> valid = Arrays.stream(
                            unquoted(parameters.getOrDefault("fields", "")).split(","))
                    .map(String::strip)
                    .toList();
            return Problem.error(
                    "unknown-column",
                    "there is no member `" + written + "` here",
                    NearestName.remedy(written, valid, "members"),
                    place);
        }
        if (condition.equals("MISSING_GROUP_BY") || condition.equals("MISSING_AGGREGATION")) {
            return Problem.error(
                    "not-aggregated",
                    start + " uses a column that is neither a key nor inside an aggregate",
                    "add the column to `by`, or wrap it, for example in max(…) or any_value(…)",
                    place);
        }
        if (condition.startsWith("DATATYPE_MISMATCH.VALUE_OUT_OF_RANGE")) {
            return Problem.error("bad-value", mismatch(failure), "write a value within these bounds", place);
        }
        if (condition.startsWith("DATATYPE_MISMATCH")) {
            return Problem.error("type-mismatch", mismatch(failure), converting(firstLine(failure)), place);
        }
        if (condition.startsWith("WRONG_NUM_ARGS")) {
            String function = unquoted(parameters.getOrDefault("functionName", ""));
            return Problem.error(
                    "wrong-arguments",
                    start + ": `" + function + "` takes " + counted(parameters.getOrDefault("expectedNum", "other"))
                            + ", not " + parameters.getOrDefault("actualNum", "these"),
                    FunctionNames.usage(function)
                            .map(usage -> "write `" + usage + "`")
                            .orElse("give it what it takes"),
                    place);
        }
        if (condition.startsWith("INVALID_EXTRACT")) {
            return Problem.error(
                    "no-members",
                    start + ": " + firstLine(failure),
                    "a struct has members (`request.path`), a map keys (`labels['pod']`), an array numbers (`tags[0]`); "
                            + "the type is in `schema`",
                    place);
        }
        return Problem.error(
                "bad-expression",
                start + ": " + firstLine(failure),
                sql.text().contains("=>")
                        ? "to compare write `>=`"
                        : "Spark SQL's own words; what it says must be changed in the expression",
                place);
    }

    private static Problem syntax(AnalysisException failure, String condition, Sql sql, Place place) {
        String near = failure.getMessageParameters().getOrDefault("error", "");
        boolean plain = condition.equals("PARSE_SYNTAX_ERROR");
        return Problem.error(
                "bad-expression",
                plain
                        ? "`" + shortened(sql.text()) + "` is not an expression: syntax error at " + near
                        : "`" + shortened(sql.text()) + "`: " + firstLine(failure),
                SyntaxHint.of(sql.text(), near),
                place);
    }

    /** The name that is no type, in the small letters in which types are written. */
    static String unknownType(AnalysisException failure) {
        return failure.getMessageParameters()
                .getOrDefault("typeName", "")
                .replace("\"", "")
                .toLowerCase(Locale.ROOT);
    }

    /** Whether a name is wrong, and not only the type of something. */
    static boolean isUnknownName(Exception failure) {
        Throwable cause = failure.getCause() instanceof AnalysisException ? failure.getCause() : failure;
        return cause instanceof AnalysisException analysis
                && Optional.ofNullable(analysis.getCondition()).orElse("").startsWith("UNRESOLVED_COLUMN");
    }

    private static String mismatch(AnalysisException failure) {
        return firstLine(failure)
                .replaceFirst("^Cannot resolve \"(.*?)\" due to data type mismatch: ", "`$1`: ")
                .replaceFirst("[.]$", "");
    }

    private static String converting(String message) {
        if (message.contains("\"ARRAY<")) {
            return "take of an array an element (`tags[0]`), its `size(tags)`, or whether `array_contains(tags, …)`";
        }
        if (message.contains("\"STRUCT<")) {
            return "name a member of the struct: `request.path`";
        }
        return message.contains("\"MAP<") ? "take a value of the map: `labels['pod']`" : "convert with cast(… as type)";
    }

    private static String counted(String expected) {
        String numbers = expected.replaceAll("[\\[\\]]", "")
                .strip()
                .replace(", ", " or ")
                .replace(">= ", "at least ");
        return numbers.equals("1") ? "one argument" : numbers + " arguments";
    }

    /** Where a node of the expression stands. */
    static Place place(Origin origin, Sql sql) {
        return place(origin.line(), origin.startPosition(), sql);
    }

    private static Place place(AnalysisException failure, Sql sql) {
        return place(failure.line(), failure.startPosition(), sql);
    }

    private static Place place(Option<Object> line, Option<Object> column, Sql sql) {
        Optional<Integer> row = ScalaBridge.number(line);
        Optional<Integer> start = ScalaBridge.number(column);
        return row.isPresent() && start.isPresent() ? sql.at(row.get(), start.get() + 1) : sql.place();
    }

    /** Spark's message without its error class, SQL state and plans. */
    static String firstLine(Throwable failure) {
        String message =
                failure instanceof AnalysisException analysis ? analysis.getSimpleMessage() : failure.getMessage();
        if (message == null) {
            return failure.getClass().getSimpleName();
        }
        String line = message.strip().lines().findFirst().orElse("");
        if (failure instanceof SparkThrowable) {
            line = line.replaceFirst("^\\[[A-Z0-9_.]+\\] ", "").replaceFirst(" SQLSTATE: \\w+.*$", "");
            line = line.replaceFirst(" Please, refer to 'http.*$", "");
        }
        return line;
    }

    private static String unquoted(String name) {
        return name.replace("`", "");
    }
}
