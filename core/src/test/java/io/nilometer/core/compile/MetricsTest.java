package io.nilometer.core.compile;

import static io.nilometer.core.compile.TestPipeline.pipeline;
import static org.assertj.core.api.Assertions.assertThat;

import io.nilometer.api.Column;
import io.nilometer.core.aggregate.AggregateFunction;
import io.nilometer.core.aggregate.AggregateSpec;
import io.nilometer.core.program.FixedSlices;
import io.nilometer.core.program.Grouping;
import io.nilometer.core.program.MetricProgram;
import io.nilometer.core.program.Program;
import io.nilometer.core.program.ResultProjector;
import io.nilometer.core.program.Windows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.unsafe.types.UTF8String;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MetricsTest {

    private static final String SCHEMA = "ts timestamp; k string; v int; d double; b boolean; m decimal(10,2)";

    private static Program compile(TestPipeline pipeline) {
        Compiled compiled = Compiler.compile(pipeline.build(), TestFormat.components());
        assertThat(compiled.program()).as("%s", compiled.problems()).isPresent();
        return compiled.program().orElseThrow();
    }

    @Test
    void metrics_share_cells_unless_one_may_have_to_leave_out_a_record_that_the_other_counts() {
        for (String[] two : new String[][] {
            {"sum(v * 2 + 1)", "max(length(k))", "1"},
            {"count_if(v > 3 and k like 'a%')", "avg(cast(k as double))", "1"},
            {"count(*)", "max(url_decode(k))", "2"},
            {"min(url_decode(k))", "max(url_decode(k))", "1"},
            {"min(url_decode(k))", "max(url_decode(k)) filter (where b)", "2"},
            {"count(*) filter (where url_decode(k) = 'a')", "count(*)", "2"}
        }) {
            TestPipeline p = pipeline().source("s", SCHEMA, "ts");
            Program program =
                    compile(p.metric("one", "s", "d", "1m", "x", two[0]).metric("two", "s", "d", "1m", "x", two[1]));
            assertThat(program.groupings()).as("%s and %s", two[0], two[1]).hasSize(Integer.parseInt(two[2]));
        }
    }

    private static AggregateSpec aggregate(String sql) {
        TestPipeline p = pipeline();
        List<AggregateSpec> specs = compile(p.source("s", SCHEMA, "ts").metric("m", "s", "k", "1m", "x", sql))
                .groupings()
                .get(0)
                .aggregates();
        assertThat(specs).hasSize(1);
        return specs.get(0);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            count(*)                     | COUNT                | 0 | bigint
            count(1)                     | COUNT                | 0 | bigint
            count(v)                     | COUNT                | 1 | bigint
            count(v, d)                  | COUNT                | 2 | bigint
            count(distinct v)            | COUNT_DISTINCT       | 1 | bigint
            count(distinct v, k)         | COUNT_DISTINCT       | 2 | bigint
            count_if(v > 3)              | COUNT_IF             | 1 | bigint
            sum(v)                       | SUM                  | 1 | bigint
            sum(d)                       | SUM                  | 1 | double
            sum(m)                       | SUM                  | 1 | decimal(20,2)
            sum(distinct v)              | SUM                  | 1 | bigint
            avg(v)                       | AVG                  | 1 | double
            mean(m)                      | AVG                  | 1 | decimal(14,6)
            min(k)                       | MIN                  | 1 | string
            max(ts)                      | MAX                  | 1 | timestamp
            stddev(v)                    | STDDEV_SAMPLE        | 1 | double
            std(v)                       | STDDEV_SAMPLE        | 1 | double
            stddev_pop(v)                | STDDEV_POPULATION    | 1 | double
            variance(v)                  | VARIANCE_SAMPLE      | 1 | double
            var_pop(v)                   | VARIANCE_POPULATION  | 1 | double
            percentile_approx(d, 0.99)   | PERCENTILE_APPROX    | 1 | double
            approx_percentile(v, array(0.5, 0.9)) | PERCENTILE_APPROX | 1 | array<int>
            percentile(v, 0.5)           | PERCENTILE           | 1 | double
            median(v)                    | PERCENTILE           | 1 | double
            percentile_cont(0.5) within group (order by v) | PERCENTILE | 1 | double
            approx_count_distinct(k)     | APPROX_COUNT_DISTINCT | 1 | bigint
            collect_set(k)               | COLLECT_SET          | 1 | array<string>
            collect_list(k)              | COLLECT_LIST         | 1 | array<string>
            array_agg(v)                 | COLLECT_LIST         | 1 | array<int>
            first(k)                     | FIRST                | 1 | string
            any_value(k)                 | FIRST                | 1 | string
            first_value(k, true)         | FIRST                | 1 | string
            last(k)                      | LAST                 | 1 | string
            max_by(k, v)                 | MAX_BY               | 2 | string
            min_by(k, v)                 | MIN_BY               | 2 | string
            mode(k)                      | MODE                 | 1 | string
            bool_and(b)                  | BOOL_AND             | 1 | boolean
            every(b)                     | BOOL_AND             | 1 | boolean
            bool_or(b)                   | BOOL_OR              | 1 | boolean
            some(b)                      | BOOL_OR              | 1 | boolean
            any(b)                       | BOOL_OR              | 1 | boolean
            corr(v, d)                   | CATALYST             | 2 | double
            regr_slope(d, v)             | CATALYST             | 2 | double
            skewness(d)                  | CATALYST             | 1 | double
            """)
    void every_aggregate_finds_its_accumulator(String sql, AggregateFunction function, int inputs, String type) {
        AggregateSpec spec = aggregate(sql);
        assertThat(spec.function()).isEqualTo(function);
        assertThat(spec.inputs()).hasSize(inputs);
        assertThat(spec.result().sql()).isEqualTo(type);
        assertThat(spec.catalyst() != null).isEqualTo(function == AggregateFunction.CATALYST);
    }

    @Test
    void constants_are_parameters() {
        assertThat(aggregate("percentile_approx(d, 0.99)").parameters()).containsExactly(0.99, false, 1024);
        assertThat(aggregate("approx_percentile(d, array(0.5, 0.9), 100)").parameters())
                .containsExactly(0.5, 0.9, true, 1024);
        assertThat(aggregate("percentile_approx(d, 0.5, 20000L)").parameters()).containsExactly(0.5, false, 20_000);
        assertThat(aggregate("median(d)").parameters()).containsExactly(0.5, false);
        assertThat(aggregate("first(k, true)").parameters()).containsExactly(true);
        assertThat(aggregate("last(k)").parameters()).containsExactly(false);
    }

    @Test
    void an_accuracy_that_a_cell_cannot_take_is_refused() {
        TestPipeline p = pipeline();
        p.source("s", SCHEMA, "ts").metric("m", "s", "k", "1m", "p", "percentile_approx(d, 0.5, 100001)");
        assertThat(Compiler.compile(p.build(), TestFormat.components()).problems())
                .anySatisfy(problem -> assertThat(problem.code()).isEqualTo("bad-accuracy"));
    }

    @Test
    void equal_aggregates_are_one_and_filters_tell_them_apart() {
        TestPipeline p = pipeline();
        p.source("s", SCHEMA, "ts", p.derive("hot", "v > 3"))
                .metric(
                        "m",
                        "s",
                        "k",
                        "1m",
                        "a",
                        "sum(v) / count(*)",
                        "b",
                        "sum(v) + 1",
                        "c",
                        "sum(v) filter (where v > 3)",
                        "e",
                        "sum(v) filter (where hot)");
        assertThat(compile(p).groupings().get(0).aggregates())
                .extracting(AggregateSpec::function)
                .containsExactly(
                        AggregateFunction.SUM, AggregateFunction.COUNT, AggregateFunction.SUM, AggregateFunction.SUM);
    }

    @Test
    void computed_keys_can_be_used_by_name() {
        TestPipeline p = pipeline();
        p.source("s", SCHEMA, "ts")
                .metric(
                        "m",
                        "s",
                        "k = upper(k)|third = v % 3",
                        "1m",
                        "x",
                        "concat(k, '/', third)",
                        "n",
                        "count(distinct k)");
        Program program = compile(p);
        ProgramRun run = new ProgramRun(program, 0).record("ts=0;k=a;v=4");
        ProgramRun.Fed fed = run.fed.get(0);
        assertThat(fed.keys()).containsExactlyInAnyOrder("A", 1L);
        assertThat(fed.inputs()).containsExactly(List.of("A"));
        Object[] keys = program.groupings().get(0).keys().stream()
                .map(key -> key.name().equals("k") ? UTF8String.fromString("A") : (Object) 1)
                .toArray();
        ResultProjector results = program.metrics().get(0).results().make();
        assertThat(results.project(keys, new Object[] {1L}, 0, 1).values()).endsWith("A", 1L, "A/1", 1L);
    }

    @Test
    void having_drops_rows_and_top_sorts_them() {
        TestPipeline p = pipeline();
        p.source("s", SCHEMA, "ts")
                .metric("having", "s", "k", "1m", p.having("n > 1"), "n", "count(*)")
                .metric("top", "s", "k", "1m", p.top(3, "n desc, least(n, 5), k asc nulls last", "k"), "n", "count(*)");
        Program program = compile(p);
        assertThat(program.groupings()).hasSize(1);
        ResultProjector having = program.metrics().get(0).results().make();
        assertThat(having.project(new Object[] {null}, new Object[] {1L}, 0, 1)).isNull();
        assertThat(having.project(new Object[] {null}, new Object[] {2L}, 0, 1)).isNotNull();
        MetricProgram top = program.metrics().get(1);
        assertThat(top.top().order())
                .containsExactly(
                        new MetricProgram.SortOrder(true, false),
                        new MetricProgram.SortOrder(false, true),
                        new MetricProgram.SortOrder(false, false));
        assertThat(top.top().per()).containsExactly(2);
        assertThat(top.relation().columns()).endsWith(new Column("rank", "int", Column.Role.SYSTEM));
        ResultProjector.Projected row =
                top.results().make().project(new Object[] {UTF8String.fromString("x")}, new Object[] {7L}, 0, 1);
        assertThat(row.order()).isEqualTo(Arrays.asList(7L, 5L, "x"));
    }

    @Test
    void an_expression_that_fails_costs_its_own_value_only() {
        TestPipeline p = pipeline();
        p.source("s", SCHEMA, "ts")
                .metric(
                        "m",
                        "s",
                        "k",
                        "1m",
                        "all",
                        "collect_list(v)",
                        "second",
                        "element_at(all, size(all) - 1)",
                        "n",
                        "size(all)");
        ResultProjector results = compile(p).metrics().get(0).results().make();
        Object[] one = {new GenericArrayData(new Object[] {1})};
        assertThat(results.project(new Object[] {null}, one, 0, 1).values()).endsWith(List.of(1L), null, 1L);
        assertThat(results.takeFailures()).isEqualTo(1);
        assertThat(results.takeFailures()).isZero();
        assertThat(results.project(new Object[] {null}, new Object[] {new GenericArrayData(new Object[] {1, 2})}, 0, 1)
                        .values())
                .endsWith(List.of(1L, 2L), 1L, 2L);
        assertThat(results.takeFailures()).isZero();
    }

    @Test
    void windows_are_cut_into_slices() {
        TestPipeline p = pipeline();
        p.source("s", SCHEMA, "ts")
                .metric("a", "s", "k", "5m every 2m", "n", "count(*)")
                .metric("b", "s", "k", "24h offset 6h", "n", "count(*)")
                .metric("c", "s", "k", "all", "n", "count(*)");
        List<Grouping> groupings = compile(p).groupings();
        assertThat(groupings)
                .extracting(Grouping::slicing)
                .containsExactly(
                        new FixedSlices(60_000_000, 0),
                        new FixedSlices(86_400_000_000L, 21_600_000_000L),
                        new Grouping.Running(86_400_000_000L));
        Windows offset = groupings.get(1).metrics().get(0).windows();
        assertThat(offset.startMicros(offset.lastEnd(0))).isEqualTo(21_600_000_000L);
    }

    @Test
    void state_is_named_by_what_is_computed_and_nothing_else() {
        TestPipeline first = pipeline();
        first.source("s", SCHEMA, "ts", first.derive("w", "v + d + 1"), first.where("v > 2"))
                .metric(
                        "m",
                        "s",
                        "k",
                        "1m",
                        first.filtered("w > 1"),
                        "n",
                        "sum(w)",
                        "x",
                        "max(size(transform(array(v), y -> y + w)))");
        TestPipeline moved = pipeline();
        moved.source("other", SCHEMA, "ts")
                .source(
                        "s",
                        "v int; ts timestamp; more string; k string; d double",
                        "ts",
                        moved.derive("w", "1 + (d + v)", "z", "1"),
                        moved.where("v > 2"))
                .metric("before", "other", "k", "1m", "n", "count(*)")
                .metric(
                        "renamed",
                        "s",
                        "key = k",
                        "1m",
                        moved.filtered("w > 1"),
                        "y",
                        "count(*)",
                        "x",
                        "sum(w)",
                        "z",
                        "max(size(transform(array(v), e -> e + w)))");
        TestPipeline changed = pipeline();
        changed.source("s", SCHEMA, "ts", changed.derive("w", "v + d + 1"), changed.where("v > 3"))
                .metric("m", "s", "k", "1m", changed.filtered("w > 1"), "n", "sum(w)");
        Grouping a = compile(first).groupings().get(0);
        Grouping b = compile(moved).groupings().get(1);
        Grouping c = compile(changed).groupings().get(0);
        assertThat(b.fingerprint()).isEqualTo(a.fingerprint());
        assertThat(c.fingerprint()).isNotEqualTo(a.fingerprint());
        List<String> texts =
                new ArrayList<>(b.aggregates().stream().map(AggregateSpec::text).toList());
        texts.remove(0);
        assertThat(texts)
                .isEqualTo(a.aggregates().stream().map(AggregateSpec::text).toList());
    }
}
