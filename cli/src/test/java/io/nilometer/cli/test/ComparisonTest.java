package io.nilometer.cli.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ComparisonTest {

    @Test
    void takes_doubles_for_the_same_within_a_billionth() {
        assertThat(Comparison.same(3.6396, 3.6396 + 1e-10)).isTrue();
        assertThat(Comparison.same(3.6396, 3.6397)).isFalse();
        assertThat(Comparison.same(1e12, 1e12 + 1)).isTrue();
        assertThat(Comparison.same(Double.NaN, Double.NaN)).isTrue();
        assertThat(Comparison.same(1L, 1.0)).isTrue();
    }

    @Test
    void takes_integers_and_decimals_exactly() {
        assertThat(Comparison.same(9_007_199_254_740_993L, 9_007_199_254_740_992L))
                .isFalse();
        assertThat(Comparison.same(99L, new BigDecimal("99.00"))).isTrue();
        assertThat(Comparison.same(5L, 5)).isTrue();
    }

    @Test
    void reads_times_and_dates_from_text() {
        assertThat(Comparison.same("2026-01-01T01:00:00+01:00", Instant.parse("2026-01-01T00:00:00Z")))
                .isTrue();
        assertThat(Comparison.same("2026-01-01T00:00:00Z", Instant.parse("2026-01-01T00:00:01Z")))
                .isFalse();
        assertThat(Comparison.same("yesterday", Instant.EPOCH)).isFalse();
        assertThat(Comparison.same("2026-01-01", LocalDate.of(2026, 1, 1))).isTrue();
    }

    @Test
    void tells_null_from_everything_else() {
        assertThat(Comparison.same(null, null)).isTrue();
        assertThat(Comparison.same(null, 0L)).isFalse();
        assertThat(Comparison.same("null", null)).isFalse();
    }

    @Test
    void does_not_take_text_for_a_number() {
        assertThat(Comparison.same("5", 5L)).isFalse();
        assertThat(Comparison.same(5L, "5")).isTrue();
        assertThat(Comparison.same("true", true)).isFalse();
    }

    @Test
    void looks_into_lists_in_order_and_into_maps_by_key() {
        assertThat(Comparison.same(List.of("a", 1L), List.of("a", 1))).isTrue();
        assertThat(Comparison.same(List.of("a", "b"), List.of("b", "a"))).isFalse();
        assertThat(Comparison.same(List.of("a"), List.of("a", "b"))).isFalse();
        assertThat(Comparison.same(Map.of("k", 1L), Map.of("k", 1))).isTrue();
        assertThat(Comparison.same(Map.of("k", 1L), Map.of("k", 1, "l", 2))).isFalse();
    }
}
