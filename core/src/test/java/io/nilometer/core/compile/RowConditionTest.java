package io.nilometer.core.compile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nilometer.api.Column;
import io.nilometer.api.NilometerException;
import io.nilometer.api.Place;
import io.nilometer.api.Relation;
import io.nilometer.api.Row;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class RowConditionTest {

    private static final Relation RELATION = new Relation(
            "m",
            Relation.Kind.METRIC,
            List.of(
                    new Column("window_start", "timestamp", Column.Role.WINDOW),
                    new Column("service", "string", Column.Role.KEY),
                    new Column("n", "int", Column.Role.VALUE),
                    new Column("tags", "array<string>", Column.Role.VALUE),
                    new Column("total", "decimal(10,2)", Column.Role.VALUE)));

    private static boolean holds(String sql, Object... values) {
        return RowCondition.compile(sql, RELATION, ZoneOffset.UTC, Place.NOWHERE)
                .test(Row.of(Arrays.asList(values)));
    }

    @Test
    void tests_rows_of_plain_values() {
        Object[] row = {Instant.parse("2026-01-01T00:03:00Z"), "api", 7L, List.of("a", "b"), new BigDecimal("12.50")};
        assertThat(holds("service = 'api' and n between 5 and 8", row)).isTrue();
        assertThat(holds("window_start = '2026-01-01T00:03:00Z' and array_contains(tags, 'b')", row))
                .isTrue();
        assertThat(holds("total > 12.5", row)).isFalse();
        assertThat(holds("total >= 12.5 and service rlike '^a'", row)).isTrue();
        assertThat(holds("n > 3", row[0], null, null, null, null)).isFalse();
    }

    @Test
    void refuses_what_is_no_condition() {
        assertThatThrownBy(() -> holds("n + 1"))
                .isInstanceOf(NilometerException.class)
                .hasMessageContaining("int");
        assertThatThrownBy(() -> holds("m > 1"))
                .isInstanceOf(NilometerException.class)
                .hasMessageContaining("`m`");
    }
}
