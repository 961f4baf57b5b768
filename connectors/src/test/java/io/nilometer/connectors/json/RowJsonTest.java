package io.nilometer.connectors.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.nilometer.api.Column;
import io.nilometer.api.Relation;
import io.nilometer.api.Row;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RowJsonTest {

    private static String json(Object... values) {
        return new String(
                RowJson.bytes(relation(values.length), Row.of(Arrays.asList(values))), StandardCharsets.UTF_8);
    }

    private static Relation relation(int columns) {
        List<Column> named = new ArrayList<>();
        for (int i = 0; i < columns; i++) {
            named.add(new Column("c" + i, "string", Column.Role.VALUE));
        }
        return new Relation("r", Relation.Kind.METRIC, named);
    }

    @Test
    void every_type_has_its_form() {
        assertThat(json(null, true, -5L, "ü\"\n", LocalDate.of(2026, 1, 2), new byte[] {1, 2}))
                .isEqualTo(
                        "{\"c0\":null,\"c1\":true,\"c2\":-5,\"c3\":\"ü\\\"\\n\",\"c4\":\"2026-01-02\",\"c5\":\"AQI=\"}");
        assertThat(json(Instant.parse("2026-01-01T00:00:00Z"), Instant.parse("2026-01-01T00:00:00.250Z")))
                .isEqualTo("{\"c0\":\"2026-01-01T00:00:00Z\",\"c1\":\"2026-01-01T00:00:00.250Z\"}");
        assertThat(json(new BigDecimal("1E+3"), new BigDecimal("0.10"))).isEqualTo("{\"c0\":1000,\"c1\":0.10}");
    }

    @Test
    void doubles_are_short_and_what_is_no_number_is_text() {
        assertThat(json(2.0E-3, 0.1 + 0.2, 2.2250738585072014E-308, Double.NaN, Double.NEGATIVE_INFINITY))
                .isEqualTo(
                        "{\"c0\":0.002,\"c1\":0.30000000000000004,\"c2\":2.2250738585072014E-308,\"c3\":\"NaN\",\"c4\":\"-Infinity\"}");
        // The JDK before 19 wrote 2.0E-3 as 0.0020 in some places and 2.2E-322 with too many digits.
        assertThat(json(2.0E23)).isEqualTo("{\"c0\":2.0E23}");
    }

    @Test
    void lists_and_maps_nest_in_order() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("z", List.of(1L, Map.of("a", 2.5)));
        map.put("b", null);
        assertThat(json(map, Arrays.asList("x", null)))
                .isEqualTo("{\"c0\":{\"z\":[1,{\"a\":2.5}],\"b\":null},\"c1\":[\"x\",null]}");
    }

    @Test
    void half_a_surrogate_pair_does_not_stop_anything() {
        assertThat(json("a\ud800b", "\ud83d\ude00")).isEqualTo("{\"c0\":\"a\ufffdb\",\"c1\":\"\ud83d\ude00\"}");
    }

    @Test
    void rows_that_have_not_counted_all_say_so() {
        byte[] json = RowJson.bytes(relation(1), new Row(List.of(1L), true, false, true, 3));
        assertThat(json).asString(StandardCharsets.UTF_8).isEqualTo("{\"c0\":1,\"partial\":true}");
    }

    @Test
    void provisional_rows_say_so() {
        byte[] json = RowJson.bytes(relation(1), new Row(List.of(1L), false, 3));
        assertThat(json).asString(StandardCharsets.UTF_8).isEqualTo("{\"c0\":1,\"final\":false,\"revision\":3}");
    }
}
