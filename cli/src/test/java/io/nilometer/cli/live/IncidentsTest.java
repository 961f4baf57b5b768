package io.nilometer.cli.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.nilometer.api.Column;
import io.nilometer.api.Place;
import io.nilometer.api.Relation;
import io.nilometer.api.Row;
import io.nilometer.core.pipeline.Demo;
import io.nilometer.core.pipeline.Sql;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class IncidentsTest {

    private static final Instant START = Instant.parse("2026-01-01T12:00:00Z");
    private static final Relation BY_SERVICE = relation("service");
    private static final Relation BY_USER = relation("user");
    private static final Relation TOTAL = relation();

    private final Incidents incidents = incidents("service = 'pay'", Optional.of(Duration.ofMinutes(2)));

    @Test
    void is_coming_under_way_and_over_and_comes_again() {
        assertThat(alarm(0)).isEqualTo("COMING incident in 10 s: service = 'pay' → status 500");
        assertThat(alarm(10)).isEqualTo("ALARM !! INCIDENT: service = 'pay' → status 500, 20 s left");
        assertThat(alarm(29)).isEqualTo("ALARM !! INCIDENT: service = 'pay' → status 500, 1 s left");
        assertThat(alarm(30)).isEqualTo("OVER incident over: service = 'pay' → status 500, the next in 1 min 40 s");
        assertThat(alarm(60)).isEqualTo("COMING incident in 1 min 10 s: service = 'pay' → status 500");
        assertThat(alarm(131)).startsWith("ALARM");
    }

    @Test
    void one_that_comes_once_is_over_for_good() {
        Incidents once = incidents("service = 'pay'", Optional.empty());
        assertThat(once.at(START.plusSeconds(3_000)).orElseThrow().alarm().text())
                .isEqualTo("incident over: service = 'pay' → status 500");
    }

    @Test
    void its_begin_and_its_end_are_told_once_each() {
        assertThat(told(0, 9)).isEmpty();
        assertThat(told(9, 10)).containsExactly("incident begins: service = 'pay' → status 500, for 20 s");
        assertThat(told(10, 29)).isEmpty();
        assertThat(told(29, 31)).containsExactly("incident over: service = 'pay' → status 500, the next in 1 min 39 s");
        assertThat(told(31, 100)).isEmpty();
        assertThat(told(129, 130)).hasSize(1);
    }

    @Test
    void it_is_in_rows_of_its_keys_and_in_totals_but_only_of_windows_that_it_touches() {
        assertThat(in(BY_SERVICE, "pay", 0, 60, 15)).isTrue();
        assertThat(in(BY_SERVICE, "api", 0, 60, 15)).isFalse();
        assertThat(in(BY_USER, "pay", 0, 60, 15)).isFalse();
        assertThat(in(TOTAL, null, 0, 60, 15)).isTrue();
        assertThat(in(BY_SERVICE, "pay", 0, 60, 5)).as("not begun").isFalse();
        assertThat(in(BY_SERVICE, "pay", 60, 120, 115)).as("between two").isFalse();
        assertThat(in(BY_SERVICE, "pay", 0, 60, 115)).as("an earlier window").isTrue();
        assertThat(in(BY_SERVICE, "pay", 120, 180, 135)).as("the second one").isTrue();
    }

    @Test
    void conditions_may_name_several_values_or_none() {
        Incidents several = incidents("service in ('pay', 'cart') and x > 1", Optional.empty());
        Incidents everything = incidents(null, Optional.empty());
        assertThat(concern(several, BY_SERVICE, "cart")).isTrue();
        assertThat(concern(several, BY_SERVICE, "api")).isFalse();
        assertThat(concern(everything, BY_SERVICE, "api")).isFalse();
        assertThat(concern(everything, TOTAL, null)).isTrue();
    }

    private String alarm(int second) {
        Snapshot.Alarm alarm =
                incidents.at(START.plusSeconds(second)).orElseThrow().alarm();
        return alarm.style() + " " + alarm.text();
    }

    private List<String> told(int before, int now) {
        return incidents.told(START.plusSeconds(before), START.plusSeconds(now));
    }

    private boolean in(Relation relation, String key, int from, int to, int now) {
        return incidents
                .at(START.plusSeconds(now))
                .orElseThrow()
                .concern()
                .in(relation, row(key), START.plusSeconds(from), START.plusSeconds(to));
    }

    private static boolean concern(Incidents any, Relation relation, String key) {
        return any.at(START.plusSeconds(12))
                .orElseThrow()
                .concern()
                .in(relation, row(key), START, START.plusSeconds(60));
    }

    private static Row row(String key) {
        return Row.of(key == null ? List.of(1L) : Arrays.asList(key, 1L));
    }

    private static Relation relation(String... keys) {
        List<Column> columns = new java.util.ArrayList<>();
        for (String key : keys) {
            columns.add(new Column(key, "string", Column.Role.KEY));
        }
        columns.add(new Column("n", "bigint", Column.Role.VALUE));
        return new Relation("m", Relation.Kind.METRIC, columns);
    }

    private static Incidents incidents(String where, Optional<Duration> every) {
        Demo.Incident incident = new Demo.Incident(
                Duration.ofSeconds(10),
                Duration.ofSeconds(20),
                every,
                Optional.ofNullable(where).map(IncidentsTest::sql),
                Map.of("status", sql("500")));
        Demo demo = new Demo("s", Place.NOWHERE, 1, 1, Map.of(), Optional.empty(), List.of(incident));
        return Incidents.of(List.of(demo), START);
    }

    private static Sql sql(String text) {
        return new Sql(text, Place.NOWHERE, false);
    }
}
