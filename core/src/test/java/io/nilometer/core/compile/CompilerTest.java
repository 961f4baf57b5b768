package io.nilometer.core.compile;

import static io.nilometer.core.compile.TestPipeline.pipeline;
import static org.assertj.core.api.Assertions.assertThat;

import io.nilometer.api.Column;
import io.nilometer.api.Field;
import io.nilometer.api.FieldType;
import io.nilometer.core.aggregate.AggregateFunction;
import io.nilometer.core.program.FixedSlices;
import io.nilometer.core.program.Grouping;
import io.nilometer.core.program.Program;
import io.nilometer.core.program.ResultProjector;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.unsafe.types.UTF8String;
import org.junit.jupiter.api.Test;

class CompilerTest {

    private static final String LOGS = "ts timestamp, service string, code int, seconds double, message string";

    private static Program compile(TestPipeline pipeline) {
        Compiled compiled = Compiler.compile(pipeline.build(), TestFormat.components());
        assertThat(compiled.program()).as("%s", compiled.problems()).isPresent();
        return compiled.program().orElseThrow();
    }

    @Test
    void computes_keys_and_arguments_of_a_metric() {
        TestPipeline p = pipeline();
        p.source("logs", LOGS, "ts", p.derive("failed", "code >= 400"), p.where("service is not null"))
                .metric(
                        "errors",
                        "logs",
                        "service",
                        "1m",
                        "total",
                        "count(*)",
                        "bad",
                        "count_if(failed)",
                        "slow",
                        "avg(seconds * 1000)",
                        "rate",
                        "bad / total * 100");
        Program program = compile(p);
        ProgramRun run = new ProgramRun(program, 0)
                .record("ts=5000000;service=api;code=500;seconds=0.5")
                .record("ts=5000000;code=500")
                .record("ts=5000000;service=web;code=200");
        assertThat(run.fed)
                .containsExactly(
                        new ProgramRun.Fed(
                                0,
                                List.of("api"),
                                List.of(List.of(), List.of(true), List.of(500.0)),
                                List.of(true, true, true)),
                        new ProgramRun.Fed(
                                0,
                                List.of("web"),
                                List.of(List.of(), List.of(false), Arrays.asList((Object) null)),
                                List.of(true, true, true)));
        Grouping grouping = program.groupings().get(0);
        assertThat(grouping.aggregates())
                .extracting(spec -> spec.function())
                .containsExactly(AggregateFunction.COUNT, AggregateFunction.COUNT_IF, AggregateFunction.AVG);
        assertThat(grouping.slicing()).isEqualTo(new FixedSlices(60_000_000, 0));
        assertThat(grouping.latenessMicros()).isEqualTo(300_000_000);
        assertThat(program.sources().get(0).fields())
                .extracting(Field::name)
                .containsExactly("ts", "service", "code", "seconds");
    }

    @Test
    void computes_a_row_from_keys_and_aggregates() {
        TestPipeline p = pipeline();
        p.source("logs", LOGS, "ts")
                .metric(
                        "errors",
                        "logs",
                        "service",
                        "1m",
                        "total",
                        "count(*)",
                        "bad",
                        "count_if(code >= 400)",
                        "rate",
                        "bad / total * 100",
                        "minute",
                        "date_format(window_start, 'HH:mm')");
        Program program = compile(p);
        ResultProjector results =
                program.groupings().get(0).metrics().get(0).results().make();
        assertThat(results.project(
                                new Object[] {UTF8String.fromString("api")},
                                new Object[] {4L, 1L},
                                60_000_000,
                                120_000_000)
                        .values())
                .containsExactly(Instant.ofEpochSecond(60), Instant.ofEpochSecond(120), "api", 4L, 1L, 25.0, "00:01");
        assertThat(results.project(new Object[] {null}, new Object[] {0L, 0L}, 0, 1)
                        .values())
                .contains((Object) null);
        assertThat(program.metrics().get(0).relation().columns())
                .containsExactly(
                        new Column("window_start", "timestamp", Column.Role.WINDOW),
                        new Column("window_end", "timestamp", Column.Role.WINDOW),
                        new Column("service", "string", Column.Role.KEY),
                        new Column("total", "bigint", Column.Role.VALUE),
                        new Column("bad", "bigint", Column.Role.VALUE),
                        new Column("rate", "double", Column.Role.VALUE),
                        new Column("minute", "string", Column.Role.VALUE));
    }

    @Test
    void metrics_with_the_same_keys_and_slices_share_a_grouping_and_its_aggregates() {
        TestPipeline p = pipeline();
        p.source("logs", LOGS, "ts")
                .metric("a", "logs", "service|code", "1m", "n", "count(*)", "s", "sum(seconds)")
                .metric("b", "logs", "code|service", "3m every 1m", "n", "count(*)", "m", "max(seconds)")
                .metric("c", "logs", "service", "1m", "n", "count(*)");
        Program program = compile(p);
        assertThat(program.groupings()).hasSize(2);
        assertThat(program.groupings().get(0).metrics())
                .extracting(m -> m.name())
                .containsExactly("a", "b");
        assertThat(program.groupings().get(0).aggregates())
                .extracting(spec -> spec.function())
                .containsExactly(AggregateFunction.COUNT, AggregateFunction.SUM, AggregateFunction.MAX);
        assertThat(program.metrics()).extracting(m -> m.name()).containsExactly("a", "b", "c");
        assertThat(program.sources().get(0).slots()).doesNotContain(FieldType.Simple.BOOLEAN);
    }
}
