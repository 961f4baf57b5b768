package io.nilometer.core.compile;

import io.nilometer.api.Place;
import io.nilometer.api.Problem;
import io.nilometer.core.pipeline.Sql;
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

    /** @param scope the columns that the expression could have named */
    static Problem of(Exception failure, Sql sql, Scope scope) {
        if (failure.getCause() instanceof AnalysisException cause) {
            return ofAnalysis(cause, sql, scope);
        }
        return Problem.error(
                "bad-expression", "`" + shortened(sql.text()) + "`: " + firstLine(failure), "", sql.place());
    }

    /** What is wrong is not in its thousandth character: a message must stay readable. */
    private static String shortened(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + " …";
    }

    static Problem ofAnalysis(AnalysisException failure, Sql sql, Scope scope) {
        Place place = place(failure, sql);
        String condition = Optional.ofNullable(failure.getCondition()).orElse("");
        Map<String, String> parameters = failure.getMessageParameters();
        if (failure instanceof ParseException) {
            String near = parameters.getOrDefault("error", "");
            String message = condition.equals("PARSE_SYNTAX_ERROR")
                    ? "`" + sql.text() + "` is not an expression: syntax error at " + near
                    : "`" + sql.text() + "`: " + firstLine(failure);
            return Problem.error("bad-expression", message, "", place);
        }
        if (condition.startsWith("UNRESOLVED_COLUMN")) {
            String written = unquoted(parameters.getOrDefault("objectName", ""));
            return Problem.error(
                    "unknown-column",
                    "there is no column `" + written + "` here",
                    NearestName.remedy(written, scope.names(), "columns"),
                    place);
        }
        if (condition.startsWith("FIELD_NOT_FOUND")) {
            String written = unquoted(parameters.getOrDefault("fieldName", ""));
            String valid = parameters.getOrDefault("fields", "");
            return Problem.error(
                    "unknown-column", "there is no member `" + written + "` here", "members: " + valid, place);
        }
        if (condition.equals("MISSING_GROUP_BY") || condition.equals("MISSING_AGGREGATION")) {
            return Problem.error(
                    "not-aggregated",
                    "`" + sql.text() + "` uses a column that is neither a key nor inside an aggregate",
                    "add the column to `by`, or wrap it, for example in max(…) or any_value(…)",
                    place);
        }
        if (condition.startsWith("DATATYPE_MISMATCH")) {
            return Problem.error("type-mismatch", firstLine(failure), "convert with cast(… as type)", place);
        }
        return Problem.error("bad-expression", "`" + sql.text() + "`: " + firstLine(failure), "", place);
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
        }
        return line;
    }

    private static String unquoted(String name) {
        return name.replace("`", "");
    }
}
