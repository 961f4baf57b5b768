package io.nilometer.core.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import io.nilometer.api.Column;
import io.nilometer.api.NilometerException;
import io.nilometer.api.Relation;
import io.nilometer.api.Row;
import io.nilometer.api.RowsRefused;
import io.nilometer.api.Sink;
import io.nilometer.core.pipeline.Output;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class DeliveryTest {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Output.Retry QUICK = new Output.Retry(0, Duration.ofMillis(1), Duration.ofMillis(4));
    private static final Relation METRIC = relation("errors");
    private static final Relation OTHER = relation("other");

    private final MemoryOutbox outbox = new MemoryOutbox();
    private final List<String> notices = new CopyOnWriteArrayList<>();

    @Test
    void writes_batches_in_order_and_marks_them() throws Exception {
        FakeSink sink = new FakeSink();
        Delivery delivery = start(subscription("db", sink));
        for (long batch = 0; batch < 50; batch++) {
            commit(delivery, batch, rows(METRIC, batch));
        }
        assertThat(delivery.await(LONG)).isTrue();
        assertThat(sink.values()).hasSize(50).isSorted();
        assertThat(outbox.delivered("db")).hasValue(49);
        assertThat(outbox.bytes()).isZero();
        assertThat(delivery.close(LONG)).isEmpty();
        assertThat(sink.closed.getCount()).isZero();
        assertThat(notices).isEmpty();
    }

    @Test
    void gives_each_output_only_the_relations_and_results_it_asked_for() throws Exception {
        FakeSink finals = new FakeSink();
        FakeSink updates = new FakeSink();
        FakeSink others = new FakeSink();
        Delivery delivery = start(
                subscription("finals", finals),
                new Subscription("updates", List.of(METRIC), true, QUICK, () -> updates),
                new Subscription("others", List.of(OTHER), false, QUICK, () -> others));
        Row open = new Row(List.of(1L), false, 3);
        commit(delivery, 0, List.of(new Sink.Rows(METRIC, List.of(open, Row.of(List.of(2L))))));
        commit(delivery, 1, List.of(new Sink.Rows(METRIC, List.of(open))));
        commit(delivery, 2, rows(OTHER, 3L));
        assertThat(delivery.await(LONG)).isTrue();
        delivery.close(LONG);
        assertThat(finals.values()).containsExactly(2L);
        assertThat(updates.values()).containsExactly(1L, 2L, 1L);
        assertThat(others.values()).containsExactly(3L);
        assertThat(finals.batches()).containsExactly(0L);
        assertThat(outbox.delivered("finals")).as("empty batches move the mark").hasValue(2);
    }

    @Test
    void repeats_a_failed_write_and_tells_once_per_streak() throws Exception {
        FakeSink sink = new FakeSink().failing(4);
        Delivery delivery = start(subscription("ops_db", sink));
        commit(delivery, 0, rows(METRIC, 1L));
        commit(delivery, 1, rows(METRIC, 2L));
        assertThat(delivery.await(LONG)).isTrue();
        delivery.close(LONG);
        assertThat(sink.values()).containsExactly(1L, 2L);
        assertThat(notices).hasSize(2);
        assertThat(notices.get(0)).isEqualTo("output ops_db: cannot write (connection refused), trying again in 1ms");
        assertThat(notices.get(1)).startsWith("output ops_db: can write again, after ");
    }

    @Test
    void gives_up_after_the_last_attempt_and_leaves_the_others_alone() throws Exception {
        FakeSink bad = new FakeSink().failing(100);
        FakeSink good = new FakeSink();
        Output.Retry three = new Output.Retry(3, Duration.ofMillis(1), Duration.ofMillis(1));
        Delivery delivery =
                start(new Subscription("bad", List.of(METRIC), false, three, () -> bad), subscription("good", good));
        commit(delivery, 0, rows(METRIC, 1L));
        assertThat(delivery.await(LONG)).isFalse();
        assertThat(delivery.failure())
                .map(Exception::getMessage)
                .hasValue("output bad: cannot write (connection refused), given up after 3 attempts");
        commit(delivery, 1, rows(METRIC, 2L));
        assertThat(delivery.close(LONG)).extracting(OutputStatus::output).containsExactly("bad");
        assertThat(bad.attempts()).isEqualTo(3);
        assertThat(good.values()).containsExactly(1L, 2L);
        assertThat(outbox.read(Outbox.NONE, 1000)).as("kept for the next start").hasSize(2);
        assertThat(delivery.undelivered()).singleElement().satisfies(left -> {
            assertThat(left.output()).isEqualTo("bad");
            assertThat(left.rows()).isEqualTo(2);
        });
    }

    @Test
    void tries_again_to_open_a_sink_but_not_when_its_options_are_wrong() throws Exception {
        FakeSink sink = new FakeSink();
        int[] opened = new int[1];
        Callable<Sink> third = () -> {
            if (++opened[0] < 3) {
                throw new IOException("no route to host");
            }
            return sink;
        };
        NilometerException wrong = new NilometerException("bad-table", "there is no such table", "make it");
        Delivery delivery = start(
                new Subscription("slow_start", List.of(METRIC), false, QUICK, third),
                new Subscription("wrong", List.of(METRIC), false, QUICK, () -> {
                    throw wrong;
                }));
        commit(delivery, 0, rows(METRIC, 1L));
        delivery.close(LONG);
        assertThat(sink.values()).containsExactly(1L);
        assertThat(delivery.failure()).hasValue(wrong);
        assertThat(notices).anyMatch(n -> n.startsWith("output slow_start: cannot open (no route to host)"));
    }

    @Test
    void ends_an_output_whose_sink_says_that_it_will_not_pass() throws Exception {
        NilometerException choice = new NilometerException("mark-missing", "the mark is missing", "choose");
        FakeSink sink = new FakeSink() {
            @Override
            void before(Batch batch) {
                throw choice;
            }
        };
        Delivery delivery = start(subscription("kafka", sink));
        commit(delivery, 0, rows(METRIC, 1L));
        assertThat(delivery.await(LONG)).isFalse();
        assertThat(delivery.failure()).hasValue(choice);
        delivery.close(LONG);
        assertThat(sink.attempts()).isEqualTo(1);
        assertThat(sink.closed.getCount()).isZero();
    }

    @Test
    void a_hanging_sink_blocks_neither_the_engine_nor_the_others_until_the_outbox_is_full() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        FakeSink hanging = new FakeSink() {
            @Override
            void before(Batch batch) throws Exception {
                release.await();
            }
        };
        FakeSink good = new FakeSink();
        Delivery.Room small = new Delivery.Room(5_000, 200, 10);
        Delivery delivery = new Delivery(
                "i",
                outbox,
                outbox,
                List.of(subscription("hanging", hanging), subscription("good", good)),
                small,
                notices::add);
        assertThat(delivery.isFull()).isFalse();
        int batches = 0;
        while (!delivery.isFull()) {
            commit(delivery, batches, rows(METRIC, (long) batches++));
        }
        assertThat(batches).as("far more than memory may hold").isGreaterThan(50);
        good.awaitAttempts(batches);
        release.countDown();
        assertThat(delivery.await(LONG)).isTrue();
        assertThat(delivery.isFull()).isFalse();
        assertThat(hanging.values()).hasSize(batches).isSorted();
        assertThat(outbox.reads()).as("what memory had no room for").isPositive();
        assertThat(delivery.close(LONG)).isEmpty();
    }

    @Test
    void interrupts_a_hanging_sink_after_the_grace_and_says_what_is_left() throws Exception {
        CountDownLatch interrupted = new CountDownLatch(1);
        FakeSink hanging = new FakeSink() {
            @Override
            void before(Batch batch) throws Exception {
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                    interrupted.countDown();
                    throw e;
                }
            }
        };
        Delivery delivery = start(subscription("hanging", hanging));
        commit(delivery, 0, rows(METRIC, 1L));
        hanging.awaitAttempts(1);
        assertThat(delivery.close(Duration.ofMillis(10)))
                .containsExactly(new OutputStatus("hanging", Outbox.NONE, 0, null));
        assertThat(interrupted.await(60, TimeUnit.SECONDS)).isTrue();
        assertThat(hanging.closed.await(60, TimeUnit.SECONDS)).isTrue();
        assertThat(outbox.delivered("hanging")).hasValue(Outbox.NONE);
        assertThat(outbox.bytes()).isPositive();
        assertThat(delivery.undelivered()).containsExactly(new Undelivered("hanging", 1, true, ""));
    }

    @Test
    void tells_when_a_sink_fails_at_close() {
        FakeSink sink = new FakeSink() {
            @Override
            public void close() {
                throw new IllegalStateException("socket gone");
            }
        };
        Delivery delivery = start(subscription("db", sink));
        commit(delivery, 0, rows(METRIC, 1L));
        assertThat(delivery.close(LONG)).isEmpty();
        assertThat(notices).containsExactly("output db: cannot close (socket gone)");
        assertThat(outbox.delivered("db")).hasValue(0);
    }

    @Test
    void goes_on_after_the_mark_and_starts_a_new_output_with_the_next_batch() throws Exception {
        for (long batch = 0; batch < 5; batch++) {
            outbox.commit(batch, RowCodec.write(rows(METRIC, batch)));
        }
        outbox.delivered("old", 2, 2);
        outbox.delivered("gone", 1, 1);
        FakeSink old = new FakeSink();
        FakeSink fresh = new FakeSink();
        Delivery delivery = start(subscription("old", old), subscription("fresh", fresh));
        assertThat(outbox.delivered("fresh")).hasValue(4);
        assertThat(outbox.delivered("gone")).isEmpty();
        commit(delivery, 5, rows(METRIC, 5L));
        assertThat(delivery.await(LONG)).isTrue();
        delivery.close(LONG);
        assertThat(old.batches()).containsExactly(3L, 4L, 5L);
        assertThat(fresh.batches()).containsExactly(5L);
    }

    @Test
    void rows_that_a_sink_refuses_are_kept_told_and_counted_and_the_batch_is_done() throws Exception {
        FakeSink odd = new FakeSink() {
            @Override
            void before(Sink.Batch batch) throws RowsRefused {
                Row row = batch.outputs().get(0).rows().get(0);
                if ((long) row.get(0) % 2 == 0) {
                    throw new RowsRefused(List.of(new RowsRefused.Refused(METRIC, row, "too even")));
                }
            }
        };
        List<Row> kept = new ArrayList<>();
        int[] failures = {2};
        FakeSink place = new FakeSink() {
            @Override
            void before(Sink.Batch batch) throws IOException {
                if (failures[0]-- > 0) {
                    throw new IOException("disk full");
                }
                assertThat(batch.number()).isIn(0L, 2L);
                kept.addAll(batch.outputs().get(0).rows());
            }
        };
        Delivery delivery = start(
                new Subscription("odd", List.of(METRIC), false, QUICK, incarnation -> {}, () -> odd, () -> place));
        commit(delivery, 0, rows(METRIC, 0L));
        commit(delivery, 1, rows(METRIC, 1L));
        commit(delivery, 2, rows(METRIC, 2L));
        assertThat(delivery.await(LONG)).isTrue();
        delivery.close(LONG);
        assertThat(odd.values()).containsExactly(1L);
        assertThat(outbox.delivered("odd")).hasValue(2);
        assertThat(kept).extracting(row -> row.get(0)).containsExactly("odd", "odd");
        assertThat(kept).extracting(row -> row.get(2)).containsExactly("too even", "too even");
        assertThat(notices)
                .filteredOn(notice -> notice.contains("refused for good"))
                .hasSize(1);
        assertThat(delivery.takeRefused()).isEqualTo(Map.of("odd", Map.of(METRIC.name(), 2L)));
        assertThat(delivery.takeRefused()).isEmpty();
        assertThat(place.closed.getCount()).isZero();
    }

    @Test
    void keeps_nothing_when_there_are_no_outputs() {
        Delivery delivery = start();
        commit(delivery, 0, rows(METRIC, 1L));
        assertThat(outbox.bytes()).isZero();
        assertThat(delivery.close(LONG)).isEmpty();
    }

    private Delivery start(Subscription... subscriptions) {
        return new Delivery("i", outbox, outbox, List.of(subscriptions), Delivery.Room.DEFAULT, notices::add);
    }

    private void commit(Delivery delivery, long batch, List<Sink.Rows> rows) {
        byte[] bytes = RowCodec.write(rows);
        outbox.commit(batch, bytes);
        delivery.offer(batch, rows, bytes.length);
    }

    private static Subscription subscription(String output, Sink sink) {
        return new Subscription(output, List.of(METRIC), false, QUICK, () -> sink);
    }

    private static List<Sink.Rows> rows(Relation relation, long value) {
        return List.of(new Sink.Rows(relation, List.of(Row.of(List.of(value)))));
    }

    private static Relation relation(String name) {
        return new Relation(name, Relation.Kind.METRIC, List.of(new Column("c", "bigint", Column.Role.VALUE)));
    }
}
