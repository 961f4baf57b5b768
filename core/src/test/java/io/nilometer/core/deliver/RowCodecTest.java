package io.nilometer.core.deliver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nilometer.api.Column;
import io.nilometer.api.NilometerException;
import io.nilometer.api.Relation;
import io.nilometer.api.Row;
import io.nilometer.api.Sink;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RowCodecTest {

    @Test
    void keeps_every_kind_of_value() {
        Map<Object, Object> struct = new LinkedHashMap<>();
        struct.put("b", null);
        struct.put("a", List.of(1L, Map.of(2L, "two")));
        List<Object> values = Arrays.asList(
                null,
                true,
                false,
                0L,
                -1L,
                Long.MIN_VALUE,
                Long.MAX_VALUE,
                0.1,
                -0.0,
                Double.NaN,
                Double.NEGATIVE_INFINITY,
                new BigDecimal("-12345678901234567890.0010"),
                BigDecimal.ZERO.setScale(-3),
                "",
                "ünïcødé \uD83C\uDF0A \u0000",
                Instant.parse("2026-01-01T00:00:00.123456Z"),
                Instant.EPOCH.minusMillis(1),
                LocalDate.of(1969, 12, 31),
                List.of(),
                Arrays.asList(1L, null),
                Map.of(),
                struct);
        Relation relation = relation("m", values.size());
        Row row = new Row(values, false, true, true, 7);

        List<Sink.Rows> read = roundTrip(List.of(new Sink.Rows(relation, List.of(row))), relation);

        assertThat(read).containsExactly(new Sink.Rows(relation, List.of(row)));
        Object readStruct = read.get(0).rows().get(0).get(values.size() - 1);
        assertThat(((Map<?, ?>) readStruct).keySet().toArray()).containsExactly("b", "a");
    }

    @Test
    void keeps_binary_values() {
        Relation relation = relation("m", 1);
        byte[] bytes = {0, -1, 127};
        List<Sink.Rows> read = roundTrip(
                List.of(new Sink.Rows(relation, List.of(Row.of(Collections.singletonList(bytes))))), relation);
        assertThat((byte[]) read.get(0).rows().get(0).get(0)).isEqualTo(bytes);
    }

    @Test
    void writes_nothing_when_there_are_no_rows() {
        assertThat(RowCodec.write(List.of(new Sink.Rows(relation("m", 1), List.of()))))
                .isEmpty();
        assertThat(RowCodec.read(new byte[0], Map.of())).isEmpty();
    }

    @Test
    void skips_relations_that_nobody_wants_any_more() {
        Relation gone = relation("gone", 1);
        Relation kept = relation("kept", 1);
        List<Sink.Rows> kepts = List.of(new Sink.Rows(kept, List.of(Row.of(List.of("x")))));
        byte[] bytes = RowCodec.write(List.of(new Sink.Rows(gone, List.of(Row.of(List.of(1L)))), kepts.get(0)));
        assertThat(RowCodec.read(bytes, Map.of("kept", kept))).isEqualTo(kepts);
    }

    @Test
    void matches_values_by_column_name_when_the_relation_has_changed() {
        Relation before = named("m", "a", "b", "c");
        Relation now = named("m", "c", "new", "a");
        byte[] bytes = RowCodec.write(List.of(new Sink.Rows(before, List.of(Row.of(List.of(1L, 2L, 3L))))));
        Row read = RowCodec.read(bytes, Map.of("m", now)).get(0).rows().get(0);
        assertThat(read.values()).isEqualTo(Arrays.asList(3L, null, 1L));
    }

    @Test
    void refuses_rows_that_do_not_fit_and_values_that_rows_do_not_have() {
        Relation relation = relation("m", 1);
        assertThatThrownBy(() -> RowCodec.write(List.of(new Sink.Rows(relation, List.of(Row.of(List.of(1L, 2L)))))))
                .hasMessage("a row of m has 2 values for 1 columns");
        assertThatThrownBy(() -> RowCodec.write(List.of(new Sink.Rows(relation, List.of(Row.of(List.of(1)))))))
                .hasMessage("a row cannot hold a java.lang.Integer");
    }

    @Test
    void says_so_when_bytes_are_of_another_version_or_cut_off() {
        Relation relation = relation("m", 1);
        byte[] bytes = RowCodec.write(List.of(new Sink.Rows(relation, List.of(Row.of(List.of("text"))))));
        byte[] newer = bytes.clone();
        newer[0] = 9;
        assertThatThrownBy(() -> RowCodec.read(newer, Map.of("m", relation)))
                .isInstanceOf(NilometerException.class)
                .hasMessage("results waiting for delivery are in format 9; this version reads format 1");
        assertThatThrownBy(() -> RowCodec.read(Arrays.copyOf(bytes, bytes.length - 3), Map.of("m", relation)))
                .isInstanceOf(NilometerException.class);
    }

    private static List<Sink.Rows> roundTrip(List<Sink.Rows> rows, Relation relation) {
        return RowCodec.read(RowCodec.write(rows), Map.of(relation.name(), relation));
    }

    private static Relation relation(String name, int columns) {
        return named(
                name,
                Stream.iterate(0, i -> i + 1).limit(columns).map(i -> "c" + i).toArray(String[]::new));
    }

    private static Relation named(String name, String... columns) {
        return new Relation(
                name,
                Relation.Kind.METRIC,
                Arrays.stream(columns)
                        .map(column -> new Column(column, "string", Column.Role.VALUE))
                        .toList());
    }
}
