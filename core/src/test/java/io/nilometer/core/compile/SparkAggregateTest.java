package io.nilometer.core.compile;

import static io.nilometer.core.compile.TestPipeline.pipeline;
import static org.assertj.core.api.Assertions.assertThat;

import io.nilometer.api.FieldType;
import io.nilometer.core.aggregate.AggregateSpec;
import io.nilometer.core.aggregate.CatalystAggregate;
import io.nilometer.core.row.CatalystValues;
import io.nilometer.core.row.EventRow;
import java.util.List;
import org.apache.spark.unsafe.types.UTF8String;
import org.junit.jupiter.api.Test;

class SparkAggregateTest {

    private static AggregateSpec spec(String sql) {
        TestPipeline p = pipeline();
        p.source("s", "ts timestamp, x double, y double, t string", "ts").metric("m", "s", "", "1m", "r", sql);
        Compiled compiled = Compiler.compile(p.build(), TestFormat.components());
        assertThat(compiled.program()).as("%s", compiled.problems()).isPresent();
        AggregateSpec spec =
                compiled.program().orElseThrow().groupings().get(0).aggregates().get(0);
        assertThat(spec.catalyst()).isNotNull();
        return spec;
    }

    private static Object run(String sql, List<Object[]> rows, int... slots) {
        AggregateSpec spec = spec(sql);
        CatalystAggregate aggregate = spec.catalyst().make();
        EventRow row = new EventRow(List.of(FieldType.Simple.DOUBLE, FieldType.Simple.DOUBLE, FieldType.Simple.STRING));
        Object left = aggregate.newBuffer();
        Object right = aggregate.newBuffer();
        for (int i = 0; i < rows.size(); i++) {
            for (int slot = 0; slot < 3; slot++) {
                row.update(slot, rows.get(i)[slot]);
            }
            if (i % 2 == 0) {
                left = aggregate.update(left, row, slots);
            } else {
                right = aggregate.update(right, row, slots);
            }
        }
        byte[] bytes = aggregate.write(right);
        Object other = spec.catalyst().make().read(bytes);
        left = aggregate.merge(left, other);
        return CatalystValues.toJava(spec.result(), aggregate.result(left));
    }

    private static Object[] row(Object x, Object y, String t) {
        return new Object[] {x, y, t == null ? null : UTF8String.fromString(t)};
    }

    private static final List<Object[]> ROWS = List.of(
            row(1.0, 3.0, "b"), row(2.0, 5.0, "a"), row(3.0, 7.0, null), row(null, 1.0, "c"), row(4.0, 9.0, "a"));

    @Test
    void runs_declarative_aggregates() {
        assertThat(run("regr_slope(y, x)", ROWS, 1, 0)).isEqualTo(2.0);
        assertThat(run("corr(x, y)", ROWS, 0, 1)).isEqualTo(1.0);
        assertThat((Double) run("skewness(x)", ROWS, 0)).isBetween(-1e-9, 1e-9);
        assertThat(run("covar_pop(x, y)", ROWS, 0, 1)).isEqualTo(2.5);
    }

    @Test
    void runs_typed_aggregates() {
        assertThat(run("listagg(t, ',')", ROWS, 2)).asString().hasSize(7).contains("a", "b", "c");
        assertThat(run("histogram_numeric(x, 5)", ROWS, 0)).asString().contains("{x=1.0, y=1.0}", "{x=4.0, y=1.0}");
        assertThat(run("approx_top_k(t, 1)", ROWS, 2)).asString().contains("item=a", "count=2");
    }

    @Test
    void an_empty_buffer_has_sparks_result() {
        assertThat(run("regr_slope(y, x)", List.of(), 1, 0)).isNull();
    }
}
