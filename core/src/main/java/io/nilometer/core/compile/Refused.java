package io.nilometer.core.compile;

import io.nilometer.core.pipeline.Sql;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.sql.catalyst.analysis.UnresolvedFunction;
import org.apache.spark.sql.catalyst.expressions.CallMethodViaReflection;
import org.apache.spark.sql.catalyst.expressions.Cast;
import org.apache.spark.sql.catalyst.expressions.CurrentDate;
import org.apache.spark.sql.catalyst.expressions.CurrentTimestampLike;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.LeafExpression;
import org.apache.spark.sql.catalyst.expressions.LocalTimestamp;
import org.apache.spark.sql.catalyst.expressions.RaiseError;
import org.apache.spark.sql.catalyst.expressions.SubqueryExpression;
import org.apache.spark.sql.catalyst.expressions.WindowExpression;
import org.apache.spark.sql.catalyst.expressions.aggregate.AggregateFunction;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;

/** What Spark SQL can do and a pipeline must not: results depend on the data alone, and a record stops nothing. */
final class Refused {

    private static final String RANDOM =
            "results must depend on the data alone; derive a number from the data with hash(…) or xxhash64(…)";
    private static final String CLOCK =
            "results must depend on the data alone; use event_time, or meta.arrived for the moment it came";
    private static final String RUNTIME = "it would tell about the process, not about the data";
    private static final String FAILS =
            "a record can't stop a pipeline; filter with `where`, or use `schema` with on_bad_field: reject";
    private static final String ROWS = "it makes several rows; use the step `explode: {name: array}`";
    private static final String WINDOWS =
            "windows are a metric's: write `window: 5m`, and use window_start and window_end";
    private static final String JSON = "its XML writer is not part of Nilometer; use to_json";
    private static final String OUTSIDE =
            "it needs files or libraries that are not part of Nilometer; use a format that the stream's `format` can read";
    private static final String VIEWS = "it reads metric views, which are tables; write the aggregate itself";
    private static final String SERIES = "leave the column out: looking back over windows is not available yet";
    private static final Map<String, String> FUNCTIONS = functions();

    static final Refused IN_PIPELINES = new Refused(Set.of());
    /** What demo traffic may use: it is made repeatable. */
    static final Refused IN_DEMO = new Refused(Set.of(
            "rand", "random", "randn", "uuid", "uniform", "now", "current_timestamp", "current_date", "curdate"));

    private final Set<String> allowed;

    private Refused(Set<String> allowed) {
        this.allowed = allowed;
    }

    private static Map<String, String> functions() {
        Map<String, String> refused = new TreeMap<>();
        put(refused, RANDOM, "rand", "random", "randn", "uuid", "shuffle", "randstr", "uniform");
        put(refused, CLOCK, "now", "current_timestamp", "current_date", "curdate", "current_time", "localtimestamp");
        put(
                refused,
                RUNTIME,
                "monotonically_increasing_id",
                "spark_partition_id",
                "input_file_name",
                "input_file_block_start",
                "input_file_block_length",
                "current_user",
                "user",
                "session_user",
                "current_catalog",
                "current_database",
                "current_schema",
                "current_path",
                "version",
                "current_timezone",
                "reflect",
                "java_method",
                "try_reflect");
        put(refused, FAILS, "raise_error", "assert_true");
        put(
                refused,
                ROWS,
                "explode",
                "explode_outer",
                "posexplode",
                "posexplode_outer",
                "inline",
                "inline_outer",
                "stack",
                "json_tuple");
        put(refused, WINDOWS, "window", "session_window", "window_time");
        put(refused, JSON, "to_xml");
        put(refused, VIEWS, "measure");
        put(refused, OUTSIDE, "from_avro", "to_avro", "schema_of_avro", "from_protobuf", "to_protobuf");
        put(
                refused,
                SERIES,
                "previous",
                "change",
                "zscore",
                "mean_over",
                "stddev_over",
                "min_over",
                "max_over",
                "sum_over",
                "ewma");
        return refused;
    }

    private static void put(Map<String, String> map, String reason, String... names) {
        for (String name : names) {
            map.put(name, reason);
        }
    }

    /** Before analysis: by the names of functions. */
    boolean check(Expression parsed, Sql sql, Problems problems) {
        boolean[] fine = {true};
        ScalaBridge.walk(parsed, node -> {
            if (node instanceof UnresolvedFunction function) {
                List<String> parts = ScalaBridge.list(function.nameParts());
                String name = parts.get(parts.size() - 1).toLowerCase(Locale.ROOT);
                String reason = allowed.contains(name) ? null : FUNCTIONS.get(name);
                if (reason != null) {
                    fine[0] = false;
                    boolean later = reason.equals(SERIES);
                    problems.error(
                            later ? "not-yet" : "refused-function",
                            later ? "not yet: series functions (`" + name + "`)" : "`" + name + "` can't be used here",
                            reason,
                            SqlErrors.place(node.origin(), sql));
                } else if (FunctionNames.looksAtOtherRows(name)) {
                    fine[0] = false;
                    overRows(name, node, sql, problems);
                } else if (!FunctionNames.exists(name)) {
                    fine[0] = false;
                    problems.error(
                            "unknown-function",
                            "there is no function `" + name + "`",
                            NearestName.remedy(name, FunctionNames.all(), "functions"),
                            SqlErrors.place(node.origin(), sql));
                }
            } else if (node instanceof SubqueryExpression) {
                fine[0] = false;
                problems.error(
                        "refused-function",
                        "subqueries can't be used here",
                        "an expression sees one event or one result: derive what it needs in `steps`",
                        SqlErrors.place(node.origin(), sql));
            } else if (node instanceof WindowExpression) {
                fine[0] = false;
                overRows("over", node, sql, problems);
            }
        });
        return fine[0];
    }

    /** Once for a function and its {@code over}. */
    private static void overRows(String name, Expression node, Sql sql, Problems problems) {
        if (name.equals("over")
                && ScalaBridge.<Expression>list(node.children()).stream()
                        .anyMatch(child -> child instanceof UnresolvedFunction function
                                && FunctionNames.looksAtOtherRows(
                                        function.nameParts().last().toLowerCase(Locale.ROOT)))) {
            return;
        }
        problems.error(
                "refused-function",
                "`" + name + "` looks at other rows: SQL's window functions can't be used here",
                "to rank the rows of a window write `top: {n: 10, order: …}`, which adds `rank`",
                SqlErrors.place(node.origin(), sql));
    }

    /** After analysis: by what functions turned out to be. */
    boolean checkAnalyzed(Named named, Problems problems) {
        boolean[] fine = {true};
        ScalaBridge.walk(named.tree(), node -> {
            String reason = reason(node);
            if (reason != null) {
                fine[0] = false;
                problems.error(
                        "refused-function",
                        "`" + node.prettyName() + "` can't be used here",
                        reason,
                        SqlErrors.place(node.origin(), named.sql()));
            }
            warnOfCast(node, named, problems);
        });
        return fine[0];
    }

    private @org.jspecify.annotations.Nullable String reason(Expression node) {
        if (allowed.contains(node.prettyName())) {
            return null;
        }
        if (node instanceof CurrentTimestampLike || node instanceof CurrentDate || node instanceof LocalTimestamp) {
            return CLOCK;
        }
        // Some are written without brackets, as names that no column has.
        String byName = node instanceof LeafExpression ? FUNCTIONS.get(node.prettyName()) : null;
        if (byName != null) {
            return byName;
        }
        if (node instanceof CallMethodViaReflection) {
            return RUNTIME;
        }
        if (node instanceof RaiseError) {
            return FAILS;
        }
        boolean culprit = !node.deterministic()
                && !(node instanceof AggregateFunction)
                && ScalaBridge.<Expression>list(node.children()).stream().allMatch(Expression::deterministic);
        return culprit ? RANDOM : null;
    }

    private static void warnOfCast(Expression node, Named named, Problems problems) {
        if (node instanceof Cast cast
                && cast.child().dataType() instanceof StringType
                && cast.dataType() instanceof NumericType
                && cast.getTagValue(Cast.USER_SPECIFIED_CAST()).isEmpty()) {
            problems.warning(
                    "implicit-cast",
                    "`" + named.sql().text() + "` reads the text "
                            + cast.child().sql() + " as a number; null where it is none",
                    "say so with cast(" + cast.child().sql() + " as "
                            + cast.dataType().sql().toLowerCase(Locale.ROOT) + "), or change the type in `schema`",
                    SqlErrors.place(cast.child().origin(), named.sql()));
        }
    }
}
