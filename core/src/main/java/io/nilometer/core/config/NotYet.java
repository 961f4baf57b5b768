package io.nilometer.core.config;

import io.nilometer.api.Place;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the language has and this version does not run. Building a feature means deleting its line here: the grammar of all
 * of them is read and checked already.
 */
enum NotYet {
    SESSION_WINDOW("session windows", "use `all` with `keep` for one running result per key", "metric.window"),
    SAME_WINDOW("`window: same`", "measure the stream itself", "metric.window"),
    METRIC_OF_METRIC("metrics and streams that read a metric or a join", "read a stream", "stream.from", "metric.from"),
    JOINS("joins", "leave `joins` out", "pipeline.joins", "join"),
    DEDUPE("dedupe", "leave the step out", "step.dedupe", "dedupe"),
    LOOKUP("lookup", "derive the column with a CASE expression", "step.lookup", "lookup", "lookup file"),
    ALERTS("alerts", "leave `alerts` out; `having` gives out only the rows that matter", "pipeline.alerts", "alert"),
    NOTIFY("notifiers", "leave `notify` out", "pipeline.notify"),
    SERIES_FUNCTIONS("series functions (previous, change, zscore …)", "leave the column out", "metric.select");

    /** Components that the documentation of later versions names, and what to use instead. */
    static final Map<String, String> COMPONENTS = components();

    private final String feature;
    private final String remedy;
    private final List<String> parts;

    /** @param parts of the grammar where the reference says it: {@code section} or {@code section.key} */
    NotYet(String feature, String remedy, String... parts) {
        this.feature = feature;
        this.remedy = remedy;
        this.parts = List.of(parts);
    }

    /** What is missing in a part of the grammar. */
    static List<String> missing(String part) {
        return Arrays.stream(values())
                .filter(notYet -> notYet.parts.contains(part))
                .map(notYet -> notYet.feature)
                .toList();
    }

    /** All parts of the grammar in which something is missing. */
    static Set<String> incomplete() {
        return Arrays.stream(values()).flatMap(notYet -> notYet.parts.stream()).collect(Collectors.toSet());
    }

    String feature() {
        return feature;
    }

    /** What to do instead. */
    String remedy() {
        return remedy;
    }

    void tell(Problems problems, Place place) {
        problems.error("not-yet", place, "not yet: " + feature, remedy);
    }

    private static Map<String, String> components() {
        Map<String, String> remedies = new LinkedHashMap<>();
        for (String name :
                List.of("jdbc", "parquet", "redis", "prometheus", "webhook", "slack", "pagerduty", "email", "http")) {
            remedies.put(name, "use ndjson, kafka or console");
        }
        return Collections.unmodifiableMap(remedies);
    }
}
