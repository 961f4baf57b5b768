package io.nilometer.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nilometer.api.NilometerException;
import io.nilometer.api.PartitionId;
import io.nilometer.api.Row;
import io.nilometer.api.Sink;
import io.nilometer.core.bytes.ByteReader;
import io.nilometer.core.bytes.ByteWriter;
import io.nilometer.core.deliver.RowCodec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class StreamLedgerTest {

    private static final List<Consumer<StreamLedger>> EVENTS = List.of(
            StreamLedger::read,
            StreamLedger::used,
            StreamLedger::late,
            ledger -> ledger.rejected("not_json"),
            ledger -> ledger.lateFor("m"),
            ledger -> ledger.failedFor("pages"),
            ledger -> ledger.failedFor("other"),
            ledger -> ledger.lateBy(900_000),
            ledger -> ledger.lateBy(3_600_000_000L * 5),
            ledger -> ledger.lateBy(Long.MAX_VALUE),
            ledger -> ledger.badField("size"),
            ledger -> ledger.badValue("size", new PartitionId("p-10", 0), 9, () -> "ten"),
            ledger -> ledger.badValue("size", new PartitionId("p-9", 0), 12, () -> "first"),
            ledger -> ledger.badValue("size", new PartitionId("p-9", 0), 13, () -> "later"),
            ledger -> ledger.field("client", false),
            ledger -> ledger.field("ip", false),
            ledger -> ledger.field("ip", true),
            ledger -> ledger.metric("errors", false),
            ledger -> ledger.metric("traffic", true),
            ledger -> ledger.clockMoved(2_000_000, 9_000_000, new PartitionId("p-9", 0), 11, "record 11 of p-9"),
            ledger -> ledger.clockMoved(1_000_000, 7_000_000, new PartitionId("p-10", 0), 12, "record 12 of p-10"),
            ledger -> ledger.clockMoved(1_000_000, 7_000_000, new PartitionId("p-10", 0), 13, "record 13 of p-10"),
            ledger -> ledger.clockMoved(1_000_000, 7_000_000, new PartitionId("p-10", 0), 14, "record 14 of p-10"),
            ledger -> ledger.clockMoved(1_000_000, 7_000_000, new PartitionId("p-9", 0), 15, "record 15 of p-9"),
            ledger -> ledger.clockMoved(
                    90_000_000_000_000L, 1_700_000_000_000_000L, new PartitionId("p-9", 0), 16, "record 16 of p-9"),
            ledger -> ledger.note("idle", 2));

    @Test
    void however_it_is_cut_into_parts_and_stored_in_between_the_sum_is_the_same() {
        StreamLedger whole = new StreamLedger();
        EVENTS.forEach(event -> event.accept(whole));
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            List<Consumer<StreamLedger>> shuffled = new ArrayList<>(EVENTS);
            Collections.shuffle(shuffled, random);
            StreamLedger sum = new StreamLedger();
            StreamLedger part = new StreamLedger();
            for (Consumer<StreamLedger> event : shuffled) {
                event.accept(part);
                if (random.nextInt(3) == 0) {
                    sum.add(stored(part));
                    sum = stored(sum);
                    part.clear();
                }
            }
            sum.add(part);
            assertThat(sum.toMap()).as("seed %d", seed).isEqualTo(whole.toMap());
        }
    }

    @Test
    void shows_what_failed_what_never_came_and_how_late_records_were() {
        StreamLedger ledger = new StreamLedger();
        EVENTS.forEach(event -> event.accept(ledger));
        assertThat(ledger.toMap())
                .containsEntry("failed_for", Map.of("pages", 1L, "other", 1L))
                .containsEntry("late_by", Map.of("1s", 1L, "6h", 1L, "more", 1L))
                .containsEntry("bad_values", Map.of("size", "first"))
                .containsEntry("clock_moved", Map.of("record 16 of p-9", "to 2023-11-14T22:13:20Z, by 1041d"))
                .containsEntry("never", List.of("client"))
                .containsEntry("no_event_for", List.of("errors"));
    }

    @Test
    void a_clock_that_moves_evenly_or_makes_nothing_late_is_not_told() {
        StreamLedger ledger = new StreamLedger();
        PartitionId partition = new PartitionId("p", 0);
        for (int i = 1; i < 9; i++) {
            ledger.clockMoved(i * 1_000_000, i * 5_000_000, partition, i, "record " + i);
        }
        ledger.late();
        assertThat(ledger.toMap()).doesNotContainKey("clock_moved");
        StreamLedger allInTime = new StreamLedger();
        allInTime.clockMoved(90_000_000_000_000L, 1_700_000_000_000_000L, partition, 1, "record 1");
        assertThat(allInTime.toMap()).doesNotContainKey("clock_moved");
        allInTime.lateFor("m");
        assertThat(allInTime.toMap()).containsKey("clock_moved");
    }

    @Test
    void as_rows_it_comes_back_from_the_outbox_with_its_maps() {
        Ledger ledger = new Ledger();
        EVENTS.forEach(event -> event.accept(ledger.stream("logs")));
        List<Row> rows = LedgerRows.of(ledger, true, 3);
        byte[] written = RowCodec.write(List.of(new Sink.Rows(LedgerRows.RELATION, rows)));
        List<Sink.Rows> read = RowCodec.read(written, Map.of(LedgerRows.NAME, LedgerRows.RELATION));
        assertThat(read).singleElement().satisfies(some -> {
            Row row = some.rows().get(0);
            assertThat(row.get(LedgerRows.RELATION.indexOf("reasons"))).isEqualTo(Map.of("not_json", 1L));
            assertThat(row.get(LedgerRows.RELATION.indexOf("failed_for"))).isEqualTo(Map.of("pages", 1L, "other", 1L));
        });
    }

    @Test
    void what_has_nothing_to_tell_is_left_out_but_not_the_counters() {
        assertThat(new StreamLedger().toMap())
                .containsOnlyKeys(
                        "read",
                        "used",
                        "filtered",
                        "duplicate",
                        "late",
                        "rejected",
                        "reasons",
                        "late_for",
                        "failed_for");
    }

    @Test
    void a_ledger_of_the_first_format_is_refused_with_what_to_do() {
        ByteWriter old = new ByteWriter(16);
        old.writeUnsigned(1);
        old.writeText("logs");
        assertThatThrownBy(() -> Ledger.read(new ByteReader(old.toByteArray()), name -> name))
                .isInstanceOfSatisfying(
                        NilometerException.class,
                        e -> assertThat(e.problem().toString()).contains("state-format", "format 1", "--forget"));
    }

    @Test
    void the_lateness_that_takes_a_share_is_a_rung_of_the_ladder() {
        Map<String, Long> counts = Map.of("10s", 90L, "15m", 9L, "1d", 1L);
        assertThat(LateBy.microsFor(counts, 0.9)).hasValue(10_000_000L);
        assertThat(LateBy.microsFor(counts, 0.99)).hasValue(900_000_000L);
        assertThat(LateBy.microsFor(counts, 1)).hasValue(86_400_000_000L);
        assertThat(LateBy.microsFor(Map.of("more", 3L), 0.5)).isEmpty();
    }

    private static StreamLedger stored(StreamLedger ledger) {
        ByteWriter out = new ByteWriter(64);
        ledger.write(out);
        return StreamLedger.read(new ByteReader(out.toByteArray()));
    }
}
