package io.nilometer.core.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import io.nilometer.api.Column;
import io.nilometer.api.Relation;
import io.nilometer.api.Row;
import io.nilometer.api.Sink;
import io.nilometer.core.pipeline.Output;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random commits, failures, tiny queues and restarts. */
@Timeout(300)
class DeliveryRestartTest {

    private static final Relation[] RELATIONS = {relation("a"), relation("b"), relation("c")};
    private static final Output.Retry QUICK = new Output.Retry(0, Duration.ofMillis(1), Duration.ofMillis(2));

    private final MemoryOutbox outbox = new MemoryOutbox();

    /** Gets one relation; fails one write in ten, before or after the rows have arrived. */
    private static final class FlakySink implements Sink {

        private final List<Long> arrived;
        private final Random random;

        FlakySink(List<Long> arrived, Random random) {
            this.arrived = arrived;
            this.random = random;
        }

        @Override
        public void write(Batch batch) throws Exception {
            if (random.nextInt(20) == 0) {
                throw new java.io.IOException("before");
            }
            arrived.add(batch.number());
            if (random.nextInt(20) == 0) {
                throw new java.io.IOException("after");
            }
        }

        @Override
        public void close() {}
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void loses_no_batch_keeps_their_order_and_repeats_only_after_a_failure(long seed) throws Exception {
        Random random = new Random(seed);
        List<List<Long>> arrived = IntStream.range(0, 3)
                .<List<Long>>mapToObj(i -> new ArrayList<>())
                .toList();
        List<List<Long>> expected = IntStream.range(0, 3)
                .<List<Long>>mapToObj(i -> new ArrayList<>())
                .toList();
        long batch = -1;
        for (int life = 0; life < 8; life++) {
            Delivery delivery = start(arrived, seed * 100 + life);
            for (int i = random.nextInt(150); i > 0; i--) {
                batch += 1 + random.nextInt(2);
                List<Sink.Rows> rows = new ArrayList<>();
                for (int r = 0; r < 3; r++) {
                    if (random.nextInt(r + 1) == 0) {
                        rows.add(new Sink.Rows(RELATIONS[r], List.of(Row.of(List.of(batch)))));
                        expected.get(r).add(batch);
                    }
                }
                byte[] bytes = RowCodec.write(rows);
                outbox.commit(batch, bytes);
                // A process may die between its commit and the offer: then the last batches are only in the outbox.
                if (i > 2 || random.nextBoolean()) {
                    delivery.offer(batch, rows, bytes.length);
                } else {
                    break;
                }
            }
            if (random.nextBoolean()) {
                delivery.close(Duration.ofMillis(random.nextInt(5)));
            } else {
                assertThat(delivery.close(Duration.ofSeconds(60))).isEmpty();
            }
        }
        Delivery last = start(arrived, seed);
        assertThat(last.await(Duration.ofSeconds(60))).isTrue();
        assertThat(last.close(Duration.ofSeconds(60))).isEmpty();
        assertThat(outbox.bytes()).isZero();
        for (int r = 0; r < 3; r++) {
            assertThat(arrived.get(r))
                    .as("in order, repeats of the last one aside, of seed " + seed)
                    .isSorted();
            assertThat(arrived.get(r).stream().distinct().toList())
                    .as("seed " + seed)
                    .isEqualTo(expected.get(r));
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void repeats_nothing_while_nothing_fails(long seed) throws Exception {
        List<Long> arrived = new ArrayList<>();
        Subscription calm = new Subscription("calm", List.of(RELATIONS[0]), false, QUICK, () -> new FakeSink() {
            @Override
            void before(Batch batch) {
                arrived.add(batch.number());
            }
        });
        Random random = new Random(seed);
        long batch = 0;
        for (int life = 0; life < 5; life++) {
            Delivery delivery =
                    new Delivery("i", outbox, outbox, List.of(calm), new Delivery.Room(1 << 20, 60, 3), notice -> {});
            for (int end = random.nextInt(200); end > 0; end--) {
                List<Sink.Rows> rows = List.of(new Sink.Rows(RELATIONS[0], List.of(Row.of(List.of(batch)))));
                outbox.commit(batch, RowCodec.write(rows));
                delivery.offer(batch++, rows, 20);
            }
            assertThat(delivery.close(Duration.ofSeconds(60))).isEmpty();
        }
        assertThat(arrived).isEqualTo(LongStream.range(0, batch).boxed().toList());
    }

    private Delivery start(List<List<Long>> arrived, long seed) {
        List<Subscription> subscriptions = IntStream.range(0, 3)
                .mapToObj(r -> new Subscription(
                        "out" + r,
                        List.of(RELATIONS[r]),
                        false,
                        QUICK,
                        () -> new FlakySink(arrived.get(r), new Random(seed + r))))
                .toList();
        return new Delivery("i", outbox, outbox, subscriptions, new Delivery.Room(1 << 20, 200, 4), notice -> {});
    }

    private static Relation relation(String name) {
        return new Relation(name, Relation.Kind.METRIC, List.of(new Column("c", "bigint", Column.Role.VALUE)));
    }
}
