package io.nilometer.core.config;

import io.nilometer.api.Place;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What the language has and this version does not run. Building a feature means deleting its line here: the grammar of all
 * of them is read and checked already.
 */
enum NotYet {
    SESSION_WINDOW("session windows", "use `all` with `keep` for one running result per key"),
    SAME_WINDOW("`window: same`", "measure the stream itself"),
    METRIC_OF_METRIC("metrics and streams that read a metric or a join", "read a stream"),
    JOINS("joins", "leave `joins` out"),
    DEDUPE("dedupe", "leave the step out"),
    LOOKUP("lookup", "derive the column with a CASE expression"),
    ALERTS("alerts", "leave `alerts` out; `having` gives out only the rows that matter"),
    NOTIFY("notifiers", "leave `notify` out"),
    SERIES_FUNCTIONS("series functions (previous, change, zscore …)", "leave the column out"),
    SPARK("settings of the Spark engine", "leave `spark` out");

    /** Components that the documentation of later versions names, and what to use instead. */
    static final Map<String, String> COMPONENTS = components();

    private static final Pattern STRINGS = Pattern.compile("r?'(?:[^'\\\\]|\\\\.|'')*'|r?\"(?:[^\"\\\\]|\\\\.)*\"");
    private static final Pattern SERIES = Pattern.compile(
            "\\b(previous|change|zscore|mean_over|stddev_over|min_over|max_over|ewma)\\s*\\(", Pattern.CASE_INSENSITIVE);

    private final String feature;
    private final String remedy;

    NotYet(String feature, String remedy) {
        this.feature = feature;
        this.remedy = remedy;
    }

    void tell(Problems problems, Place place) {
        problems.error("not-yet", place, "not yet: " + feature, remedy);
    }

    /** Whether an expression calls a function that looks back over windows. */
    static boolean callsSeriesFunction(String sql) {
        return SERIES.matcher(STRINGS.matcher(sql).replaceAll("''")).find();
    }

    private static Map<String, String> components() {
        Map<String, String> remedies = new LinkedHashMap<>();
        for (String name : List.of("jdbc", "parquet", "redis", "prometheus", "webhook", "slack", "pagerduty", "email", "http")) {
            remedies.put(name, "use ndjson, kafka or console");
        }
        return Map.copyOf(remedies);
    }
}
