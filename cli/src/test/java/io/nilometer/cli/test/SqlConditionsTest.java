package io.nilometer.cli.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nilometer.api.Column;
import io.nilometer.api.Column.Role;
import io.nilometer.api.NilometerException;
import io.nilometer.api.Relation;
import io.nilometer.api.Row;
import io.nilometer.core.component.Components;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SqlConditionsTest {

    private static final Relation RELATION = new Relation(
            "m",
            Relation.Kind.METRIC,
            List.of(
                    new Column("window_start", "timestamp", Role.WINDOW),
                    new Column("service", "string", Role.KEY),
                    new Column("requests", "bigint", Role.VALUE),
                    new Column("rate", "double", Role.VALUE),
                    new Column("amount", "decimal(18,2)", Role.VALUE),
                    new Column("services", "array<string>", Role.VALUE),
                    new Column("by_status", "map<string,bigint>", Role.VALUE),
                    new Column("down", "boolean", Role.VALUE)));

    private static final Row ROW = Row.of(Arrays.asList(
            Instant.parse("2026-01-01T00:01:00Z"),
            "api",
            3L,
            4.95,
            new BigDecimal("10000.01"),
            List.of("api", "web"),
            Map.of("2xx", 3L),
            null));

    @Test
    void tests_every_type_of_column() {
        for (String condition : List.of(
                "window_start = timestamp '2026-01-01 00:01:00'",
                "service = 'api' and rate between 4.9 and 5.1",
                "requests + 1 = 4",
                "amount > 10000",
                "size(services) = 2 and array_contains(services, 'web')",
                "by_status['2xx'] = 3",
                "down is null",
                "true")) {
            assertThat(test(condition, ROW)).as(condition).isTrue();
        }
        assertThat(test("service = 'web'", ROW)).isFalse();
        assertThat(test("down", ROW)).as("null is not true").isFalse();
        assertThat(test("false", ROW)).isFalse();
    }

    @Test
    void forgets_one_row_before_the_next() {
        var condition = new SqlConditions(Components.load()).compile("service is null", RELATION);

        assertThat(condition.test(ROW)).isFalse();
        assertThat(condition.test(Row.of(Arrays.asList(null, null, null, null, null, null, null, null))))
                .isTrue();
    }

    @Test
    void says_what_is_wrong_with_a_condition() {
        assertThatThrownBy(() -> test("servce = 'api'", ROW))
                .isInstanceOf(NilometerException.class)
                .hasMessageContaining("servce");
        assertThatThrownBy(() -> test("requests", ROW)).isInstanceOf(NilometerException.class);
    }

    private static boolean test(String condition, Row row) {
        return new SqlConditions(Components.load()).compile(condition, RELATION).test(row);
    }
}
