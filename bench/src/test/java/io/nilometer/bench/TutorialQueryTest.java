package io.nilometer.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.nilometer.core.component.Components;
import io.nilometer.core.pipeline.Metric;
import io.nilometer.core.pipeline.Pipeline;
import io.nilometer.core.pipeline.Sql;
import io.nilometer.core.pipeline.Stream.Source;
import io.nilometer.core.pipeline.Window.Sliding;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Both sides of the comparison compute the same. */
class TutorialQueryTest {

    private static final Map<String, String> STAND_INS = Map.of(
            "count(distinct user_id)", "approx_count_distinct(user_id)",
            "count(distinct service)", "approx_count_distinct(service)");

    @Test
    void the_queries_are_the_metrics_of_the_pipeline() throws IOException {
        Pipeline pipeline = LogPipeline.program(
                        Path.of("../pipelines/log-analysis.yaml"), "localhost:9092", "logs", Components.load())
                .pipeline();
        Duration lateness =
                ((Source) pipeline.streams().get("logs").input()).time().lateness();

        List<TutorialQuery> wanted = new ArrayList<>();
        pipeline.metrics().values().forEach(metric -> wanted.add(asQuery(metric, lateness)));

        assertThat(TutorialQuery.all()).usingRecursiveComparison().isEqualTo(wanted);
    }

    @Test
    void every_query_counts_the_events() {
        assertThat(TutorialQuery.all())
                .allSatisfy(query ->
                        assertThat(query.aggregates().get(query.count())).isEqualTo("count(*)"));
    }

    private static TutorialQuery asQuery(Metric metric, Duration lateness) {
        assertThat(metric.where()).isEmpty();
        assertThat(metric.having()).isEmpty();
        assertThat(metric.top()).isEmpty();
        Sliding window = (Sliding) metric.window();
        assertThat(window.tumbling()).isTrue();
        Map<String, String> aggregates = new LinkedHashMap<>();
        Map<String, String> derived = new LinkedHashMap<>();
        metric.select().forEach((column, sql) -> {
            boolean overColumns = sql.text().startsWith("case ") || sql.text().endsWith(" * 100");
            (overColumns ? derived : aggregates).put(column, STAND_INS.getOrDefault(sql.text(), sql.text()));
        });
        return new TutorialQuery(
                metric.name(),
                metric.by().values().stream().map(Sql::text).toList(),
                inSpark(window.size()),
                inSpark(metric.lateness().orElse(lateness)),
                aggregates,
                derived);
    }

    private static String inSpark(Duration duration) {
        return duration.toMinutes() + (duration.toMinutes() == 1 ? " minute" : " minutes");
    }
}
