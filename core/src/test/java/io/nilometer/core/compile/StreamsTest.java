package io.nilometer.core.compile;

import static io.nilometer.core.compile.TestPipeline.pipeline;
import static org.assertj.core.api.Assertions.assertThat;

import io.nilometer.api.Column;
import io.nilometer.api.Field;
import io.nilometer.api.FieldType;
import io.nilometer.api.Place;
import io.nilometer.core.pipeline.EventTime;
import io.nilometer.core.program.MetaField;
import io.nilometer.core.program.Program;
import io.nilometer.core.program.SourceProgram;
import io.nilometer.core.row.EventRow;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class StreamsTest {

    private static Program compile(TestPipeline pipeline) {
        Compiled compiled = Compiler.compile(pipeline.build(), TestFormat.components());
        assertThat(compiled.program()).as("%s", compiled.problems()).isPresent();
        return compiled.program().orElseThrow();
    }

    @Test
    void later_columns_use_earlier_ones_and_a_column_may_replace_a_field() {
        TestPipeline p = pipeline();
        p.source(
                        "s",
                        "ts timestamp, a int, t string",
                        "ts",
                        p.derive("b", "a + 1", "c", "b * 2", "t", "upper(t)", "d", "concat(t, c)"))
                .metric("m", "s", "d|t", "1m", "n", "count(*)");
        ProgramRun run = new ProgramRun(compile(p), 0).record("ts=0;a=3;t=x");
        assertThat(run.fed.get(0).keys()).containsExactlyInAnyOrder("X8", "X");
    }

    @Test
    void explodes_arrays_element_by_element() {
        TestPipeline p = pipeline();
        p.source(
                        "s",
                        "ts timestamp; words array<string>",
                        "ts",
                        p.explode("word", "transform(words, w -> lower(w))"),
                        p.where("word <> 'b'"))
                .metric("m", "s", "word", "1m", "n", "count(*)");
        ProgramRun run =
                new ProgramRun(compile(p), 0).record("ts=0;words=A,B,C").record("ts=0");
        assertThat(run.fed).extracting(ProgramRun.Fed::keys).containsExactly(List.of("a"), List.of("c"));
    }

    @Test
    void plain_columns_and_meta_members_are_not_copied() {
        TestPipeline p = pipeline();
        p.source(
                        "s",
                        "ts timestamp, service string, unused string",
                        "ts",
                        p.derive("topic", "meta.topic", "same", "service"))
                .metric("m", "s", "topic|same", "1m", "n", "count(*)", "last", "max_by(service, event_time)");
        Program program = compile(p);
        SourceProgram source = program.sources().get(0);
        assertThat(source.root().steps()).isEmpty();
        assertThat(source.root().arguments()).isNull();
        assertThat(source.fields()).extracting(Field::name).containsExactly("ts", "service");
        assertThat(source.metaSlots().keySet()).isEqualTo(Set.of(MetaField.TOPIC));
        ProgramRun run = new ProgramRun(program, 0).record("ts=7000000;service=api");
        assertThat(run.fed.get(0).keys()).containsExactlyInAnyOrder("topic", "api");
        assertThat(run.fed.get(0).inputs()).containsExactly(List.of(), List.of("api", Instant.ofEpochSecond(7)));
    }

    @Test
    void a_union_takes_columns_by_name_widens_numbers_and_fills_with_null() {
        TestPipeline p = pipeline();
        p.source("a", "ts timestamp, v int, only_a string", "ts")
                .source("b", "ts timestamp, v double", "ts")
                .derived("both", List.of("a", "b"), p.derive("w", "v * 2"), p.where("w > 1"))
                .metric("m", "both", "only_a", "1m", "s", "sum(w)")
                .output("out", "both");
        Program program = compile(p);
        assertThat(program.groupings().get(0).sources()).containsExactlyInAnyOrder(0, 1);
        assertThat(program.streamOutputs().get(0).relation().columns())
                .extracting(Column::name)
                .containsExactly("event_time", "ts", "v", "only_a", "w");
        ProgramRun a = new ProgramRun(program, 0).record("ts=0;v=3;only_a=x").record("ts=0;v=0");
        ProgramRun b = new ProgramRun(program, 1).record("ts=0;v=1.5");
        assertThat(a.fed).containsExactly(new ProgramRun.Fed(0, List.of("x"), List.of(List.of(6.0)), List.of(true)));
        assertThat(b.fed.get(0).keys()).containsExactly((Object) null);
        assertThat(b.outputs).containsExactly(Arrays.asList(Instant.EPOCH, Instant.EPOCH, 1.5, null, 3.0));
    }

    @Test
    void a_union_of_two_branches_of_one_source_has_a_node_for_each() {
        TestPipeline p = pipeline();
        p.source("s", "ts timestamp, v int", "ts")
                .derived("small", List.of("s"), p.where("v < 10"), p.derive("size", "'small'"))
                .derived("even", List.of("s"), p.where("v % 2 = 0"))
                .derived("both", List.of("small", "even"))
                .metric("m", "both", "size", "1m", "s", "sum(v)");
        ProgramRun run = new ProgramRun(compile(p), 0).record("ts=0;v=4").record("ts=0;v=12");
        assertThat(run.fed)
                .extracting(ProgramRun.Fed::keys)
                .containsExactly(List.of("small"), Arrays.asList((Object) null), Arrays.asList((Object) null));
    }

    @Test
    void late_and_rejected_records_are_streams_too() {
        TestPipeline p = pipeline();
        p.source("s", "ts timestamp, user string", "ts", p.derive("who", "upper(user)"))
                .metric("late_by_user", "s.late", "who", "10m", "n", "count(*)", "worst", "max(late_by)")
                .metric("reasons", "s.rejected", "reason|stream", "1m", "n", "count(*)", "longest", "max(length(raw))");
        Program program = compile(p);
        SourceProgram source = program.sources().get(0);
        assertThat(source.late()).isNotNull();
        assertThat(source.lateBySlot()).isPositive();
        assertThat(source.late().feeds()).hasSize(1);
        SourceProgram.Rejected rejected = source.rejected();
        assertThat(rejected).isNotNull();
        EventRow row = new EventRow(rejected.slots());
        row.update(rejected.reasonSlot(), org.apache.spark.unsafe.types.UTF8String.fromString("not_json"));
        row.update(rejected.rawSlot(), org.apache.spark.unsafe.types.UTF8String.fromString("garbage"));
        ((io.nilometer.core.program.StreamNode.Derive) rejected.root().steps().get(0))
                .projector()
                .make()
                .project(row);
        rejected.root().arguments().make().project(row);
        int[] keys = rejected.root().feeds().get(0).keySlots();
        assertThat(List.of(
                        row.getUTF8String(keys[0]).toString(),
                        row.getUTF8String(keys[1]).toString()))
                .containsExactlyInAnyOrder("not_json", "s");
        assertThat(row.getInt(rejected.root().feeds().get(0).argumentSlots().get(1)[0]))
                .isEqualTo(7);
    }

    @Test
    void event_time_comes_from_a_column_a_number_or_an_expression() {
        TestPipeline p = pipeline();
        EventTime millis = new EventTime.Field(
                p.sql("ts"),
                Optional.of(TimeUnit.MILLISECONDS),
                Duration.ofSeconds(10),
                Duration.ofMinutes(5),
                true,
                Duration.ofSeconds(30),
                Place.NOWHERE);
        p.source("column", "ts timestamp", millis, false)
                .source("number", "ts bigint", millis, false)
                .source("computed", "day string, hour string", "to_timestamp(concat(day, ' ', hour), 'yyyy-MM-dd HH')")
                .source("arrived", "value string", "arrival");
        Program program = compile(p);
        assertThat(program.sources().get(0).time().numeric()).isFalse();
        assertThat(program.sources().get(0).fields().get(0).unit()).isEqualTo(TimeUnit.MILLISECONDS);
        assertThat(program.sources().get(0).time().maxAheadWritten()).isTrue();
        assertThat(program.sources().get(1).time().numeric()).isTrue();
        assertThat(program.sources().get(1).time().unit()).isEqualTo(TimeUnit.MILLISECONDS);
        SourceProgram computed = program.sources().get(2);
        EventRow row =
                new ProgramRun(program, 2).record("day=2026-01-01;hour=05").row();
        assertThat(row.longAt(computed.eventTimeSlot()))
                .isEqualTo(Instant.parse("2026-01-01T05:00:00Z").getEpochSecond() * 1_000_000);
        assertThat(program.sources().get(3).time().arrival()).isTrue();
    }

    @Test
    void the_time_zone_of_the_pipeline_counts() {
        TestPipeline p = pipeline().zone("Europe/Berlin");
        p.source("s", "t string", "to_timestamp(t, 'yyyy-MM-dd HH:mm')");
        Program program = compile(p);
        EventRow row = new ProgramRun(program, 0).record("t=2026-07-01 12:00").row();
        assertThat(row.longAt(program.sources().get(0).eventTimeSlot()))
                .isEqualTo(Instant.parse("2026-07-01T10:00:00Z").getEpochSecond() * 1_000_000);
    }

    @Test
    void all_fields_are_decoded_when_an_output_wants_the_stream_or_bad_fields_reject() {
        TestPipeline p = pipeline();
        EventTime time = new EventTime.Arrival(Duration.ofSeconds(1));
        p.source("a", "x int, y int", time, false)
                .source("b", "x int, y int", time, true)
                .source("c", "x int, y int", time, false)
                .output("out", "a");
        Program program = compile(p);
        assertThat(program.sources())
                .extracting(source -> source.fields().size())
                .containsExactly(2, 2, 0);
        assertThat(program.sources().get(0).root().output()).isZero();
        assertThat(program.streamOutputs().get(0).types())
                .containsExactly(FieldType.Simple.TIMESTAMP, FieldType.Simple.INT, FieldType.Simple.INT);
    }

    @Test
    void a_metrics_filter_guards_what_it_leaves_out() {
        TestPipeline p = pipeline();
        p.source("s", "ts timestamp; a array<string>; k string", "ts")
                .metric(
                        "m",
                        "s",
                        "k",
                        "1m",
                        p.filtered("size(a) >= 2"),
                        "x",
                        "max(element_at(a, size(a) - 1))",
                        "y",
                        "count(*) filter (where a[1] = 'b')");
        ProgramRun run = new ProgramRun(compile(p), 0).record("ts=0;a=q;k=1").record("ts=0;a=a,b;k=2");
        assertThat(run.fed)
                .containsExactly(
                        new ProgramRun.Fed(0, List.of("2"), List.of(List.of("a"), List.of()), List.of(true, true)));
    }

    @Test
    void an_expression_that_fails_is_named() {
        TestPipeline p = pipeline();
        p.source(
                "s",
                "ts timestamp; a array<string>",
                "ts",
                p.derive("fine", "size(a)", "boom", "element_at(a, size(a) - 1)"));
        Program program = compile(p.metric("m", "s", "boom", "1m", "n", "count(fine)"));
        ProgramRun run = new ProgramRun(program, 0);
        io.nilometer.core.program.Projector projector = ((io.nilometer.core.program.StreamNode.Derive)
                        program.sources().get(0).root().steps().get(0))
                .projector()
                .make();
        run.record("ts=0;a=x,y");
        run.row().setObject(1, List.of("x"));
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> projector.project(run.row()))
                .isInstanceOf(RuntimeException.class);
        assertThat(projector.projectEach(run.row()))
                .extracting(io.nilometer.core.program.Projector.Failure::name)
                .containsExactly("boom");
    }
}
