package io.nilometer.bench;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * A metric of the log-analysis pipeline as a tutorial on Structured Streaming writes it: a query of its own.
 *
 * @param window, lateness as Spark writes intervals
 * @param aggregates by column name; the first one counts the events
 * @param derived columns over the aggregates and earlier ones
 */
record TutorialQuery(
        String name,
        List<String> by,
        String window,
        String lateness,
        Map<String, String> aggregates,
        Map<String, String> derived) {

    /** All metrics. Streaming queries know no exact {@code count(distinct)}: tutorials use the approximate one. */
    static List<TutorialQuery> all() {
        return List.of(
                query("response_time", List.of("service"), "1 minute", "5 minutes")
                        .aggregate("request_count", "count(*)")
                        .aggregate("avg_response_time", "avg(response_time)")
                        .aggregate("min_response_time", "min(response_time)")
                        .aggregate("max_response_time", "max(response_time)")
                        .aggregate("stddev_response_time", "stddev(response_time)")
                        .aggregate("p99_response_time", "percentile_approx(response_time, 0.99)"),
                query("error_rate", List.of("service"), "1 minute", "5 minutes")
                        .aggregate("total_requests", "count(*)")
                        .aggregate("error_count", "count_if(failed)")
                        .derive("error_rate", "error_count / total_requests * 100"),
                query("ip_patterns", List.of("ip_address"), "5 minutes", "10 minutes")
                        .aggregate("request_count", "count(*)")
                        .aggregate("unique_users", "approx_count_distinct(user_id)")
                        .aggregate("services_used", "collect_set(service)"),
                query("ip_traffic", List.of("ip_address"), "1 minute", "5 minutes")
                        .aggregate("request_count", "count(*)")
                        .aggregate("unique_users", "approx_count_distinct(user_id)"),
                query("sla", List.of("service"), "1 minute", "5 minutes")
                        .aggregate("total_requests", "count(*)")
                        .aggregate("fast_requests", "count_if(response_time <= 1.0)")
                        .aggregate("successful_requests", "count_if(status_code between 200 and 399)")
                        .derive("availability", "successful_requests / total_requests * 100")
                        .derive("performance", "fast_requests / total_requests * 100"),
                query("user_activity", List.of("user_id"), "5 minutes", "10 minutes")
                        .aggregate("activity_count", "count(*)")
                        .aggregate("services_used", "approx_count_distinct(service)")
                        .aggregate("avg_response_time", "avg(response_time)"),
                query("service_popularity", List.of("service"), "1 minute", "5 minutes")
                        .aggregate("request_count", "count(*)")
                        .aggregate("unique_users", "approx_count_distinct(user_id)"),
                query("system_health", List.of(), "1 minute", "5 minutes")
                        .aggregate("total_requests", "count(*)")
                        .aggregate("active_services", "approx_count_distinct(service)")
                        .aggregate("active_users", "approx_count_distinct(user_id)")
                        .aggregate("avg_response_time", "avg(response_time)")
                        .aggregate("error_count", "count_if(failed)")
                        .derive("error_rate", "error_count / total_requests * 100")
                        .derive(
                                "health_score",
                                "case when error_rate < 1 then 100 when error_rate < 5 then 80"
                                        + " when error_rate < 10 then 60 else 40 end"));
    }

    /** The column that counts the events. */
    String count() {
        return aggregates.keySet().iterator().next();
    }

    /** @param events with the pipeline's fields, {@code timestamp} among them */
    Dataset<Row> of(Dataset<Row> events) {
        List<Column> keys = new ArrayList<>();
        keys.add(functions.window(col("timestamp"), window));
        by.forEach(key -> keys.add(col(key)));
        List<Column> columns = new ArrayList<>();
        aggregates.forEach((column, expression) -> columns.add(expr(expression).as(column)));
        Dataset<Row> rows = events.withWatermark("timestamp", lateness)
                .groupBy(keys.toArray(Column[]::new))
                .agg(columns.get(0), columns.subList(1, columns.size()).toArray(Column[]::new));
        for (Map.Entry<String, String> column : derived.entrySet()) {
            rows = rows.withColumn(column.getKey(), expr(column.getValue()));
        }
        return rows;
    }

    private static TutorialQuery query(String name, List<String> by, String window, String lateness) {
        return new TutorialQuery(name, by, window, lateness, new LinkedHashMap<>(), new LinkedHashMap<>());
    }

    private TutorialQuery aggregate(String column, String expression) {
        aggregates.put(column, expression);
        return this;
    }

    private TutorialQuery derive(String column, String expression) {
        derived.put(column, expression);
        return this;
    }
}
