package io.nilometer.embedded.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import io.nilometer.api.PartitionId;
import io.nilometer.api.RecordBatch;
import io.nilometer.core.compile.Compiler;
import io.nilometer.core.program.Program;
import io.nilometer.core.program.SourceProgram;
import io.nilometer.core.program.StreamNode;
import io.nilometer.core.scan.ScanResult;
import io.nilometer.core.scan.ScanSettings;
import io.nilometer.core.scan.SlowRecords;
import io.nilometer.core.scan.SourceScanner;
import io.nilometer.core.state.StateLayout;
import io.nilometer.core.time.PartitionClock;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Wherever in its path a record has stuck, the note of it takes it past that place and no other. */
class SlowRejectedTest {

    private static final long LATER = 2_000_000_000_000_000L;
    private static final PartitionId PARTITION = new PartitionId("p", 0);
    private static final String PIPELINE = """
            name: rejected
            streams:
              events: {source: {handed: {}}, format: json, schema: {at: timestamp}, time: {field: at}}
            metrics:
              good: {from: events, window: 1m, select: {c: count(*)}}
              bad: {from: events.rejected, by: reason, window: 1m, select: {c: count(*)}}
            """;

    private final List<SlowRecords.Place> met = new ArrayList<>();
    private final AtomicReference<SourceScanner> scanner = new AtomicReference<>();

    @Test
    void a_record_that_sticks_where_rejected_ones_are_read_keeps_its_reason_and_is_left_out_there() {
        ScanResult first = scan(SlowRecords.NONE, "no json", "{\"at\":\"2026-01-01T00:00:00Z\"}", "nor this");
        assertThat(first.ledger().toMap()).containsEntry("reasons", Map.of("not_json", 2L));
        assertThat(met)
                .extracting(SlowRecords.Place::stream, SlowRecords.Place::position)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("events.rejected", 0L),
                        org.assertj.core.groups.Tuple.tuple("events.rejected", 2L));
        SlowRecords noted = SlowRecords.of(List.of(met.get(0)));
        met.clear();

        ScanResult next = scan(noted, "no json", "{\"at\":\"2026-01-01T00:00:00Z\"}", "nor this");

        assertThat(met).extracting(SlowRecords.Place::position).containsExactly(2L);
        assertThat(next.ledger().toMap())
                .containsEntry("reasons", Map.of("not_json", 2L))
                .containsEntry("notes", Map.of("too_slow:events.rejected", 1L));
        assertThat(next.rejected()).hasSize(2);
    }

    @Test
    void a_record_that_sticks_before_and_then_as_a_rejected_one_is_passed_with_both_notes() {
        scan(SlowRecords.NONE, "no json");
        SlowRecords.Place asRejected = met.get(0);
        SlowRecords.Place before =
                new SlowRecords.Place("events", "p", asRejected.position(), asRejected.fingerprint());
        met.clear();

        ScanResult both = scan(SlowRecords.of(List.of(before, asRejected)), "no json");

        assertThat(met).isEmpty();
        assertThat(both.ledger().toMap()).containsEntry("reasons", Map.of("too_slow", 1L));
    }

    @Test
    void another_record_that_comes_to_stand_there_has_nothing_to_do_with_the_note() {
        scan(SlowRecords.NONE, "no json");
        SlowRecords.Place asRejected = met.get(0);
        SlowRecords.Place before =
                new SlowRecords.Place("events", "p", asRejected.position(), asRejected.fingerprint());
        met.clear();

        ScanResult other = scan(SlowRecords.of(List.of(before, asRejected)), "neither");

        assertThat(met).hasSize(1);
        assertThat(other.ledger().toMap()).containsEntry("reasons", Map.of("not_json", 1L));
    }

    private ScanResult scan(SlowRecords slow, String... records) {
        Program program = watched(Pipelines.compile(PIPELINE));
        RecordBatch batch = new RecordBatch(PARTITION, RecordBatch.Origin.NONE, records.length);
        for (int i = 0; i < records.length; i++) {
            byte[] bytes = records[i].getBytes(StandardCharsets.UTF_8);
            batch.add(bytes, 0, bytes.length, i);
        }
        batch.resumeAt("end");
        return Compiler.within(ZoneOffset.UTC, () -> {
            SourceScanner made = new SourceScanner(
                    program,
                    program.sources().get(0),
                    new ScanSettings(1, true, 1 << 20, slow, StateLayout.of(program)));
            scanner.set(made);
            made.scan(batch, new PartitionClock(), LATER);
            return made.finish();
        });
    }

    /** With a first step that tells what the scanner says of itself there. */
    private Program watched(Program program) {
        SourceProgram source = program.sources().get(0);
        SourceProgram.Rejected rejected = Objects.requireNonNull(source.rejected());
        StreamNode root = rejected.root();
        List<StreamNode.Step> steps = new ArrayList<>(root.steps());
        steps.add(
                0,
                new StreamNode.Where(
                        () -> row -> {
                            met.add(Objects.requireNonNull(scanner.get().now()));
                            return true;
                        },
                        "where"));
        StreamNode node = new StreamNode(
                root.stream(),
                steps,
                root.arguments(),
                root.feeds(),
                root.output(),
                root.outputSlots(),
                root.derived());
        SourceProgram.Rejected with = new SourceProgram.Rejected(
                rejected.slots(),
                rejected.reasonSlot(),
                rejected.rawSlot(),
                rejected.eventTimeSlot(),
                rejected.metaSlots(),
                node);
        SourceProgram changed = new SourceProgram(
                source.index(),
                source.stream(),
                source.input(),
                source.framing(),
                source.decoder(),
                source.texts(),
                source.fields(),
                source.slots(),
                source.metaSlots(),
                source.eventTimeSlot(),
                source.time(),
                source.rejectBadField(),
                source.root(),
                source.late(),
                source.lateBySlot(),
                with);
        return new Program(program.pipeline(), List.of(changed), program.groupings(), program.streamOutputs());
    }
}
