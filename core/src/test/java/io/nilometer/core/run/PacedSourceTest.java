package io.nilometer.core.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.nilometer.api.PartitionId;
import io.nilometer.api.Rate;
import io.nilometer.api.RecordBatch;
import io.nilometer.api.Source;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class PacedSourceTest {

    private static final PartitionId PARTITION = new PartitionId("p", 0);

    private final AtomicLong nanos = new AtomicLong();
    private long handed;

    @Test
    void nothing_is_read_until_the_time_of_what_was_read_is_over() {
        try (PacedSource source = new PacedSource(new Hundreds(3), new Rate(50), nanos::get)) {
            poll(source);
            assertThat(handed).isEqualTo(100);
            poll(source);
            assertThat(handed).isEqualTo(100);
            nanos.addAndGet(Duration.ofMillis(1_999).toNanos());
            poll(source);
            assertThat(handed).isEqualTo(100);
            nanos.addAndGet(Duration.ofMillis(1).toNanos());
            poll(source);
            assertThat(handed).isEqualTo(200);
        }
    }

    @Test
    void a_partition_has_a_backlog_as_long_as_it_must_wait_and_ends_behind_the_last_wait() {
        try (PacedSource source = new PacedSource(new Hundreds(1), new Rate(50), nanos::get)) {
            poll(source);
            assertThat(source.partitions().get(0).progress()).isEqualTo(Source.Progress.BACKLOG);
            assertThat(source.partitions().get(0).resume()).isEqualTo("1");
            nanos.addAndGet(Duration.ofSeconds(2).toNanos());
            assertThat(source.partitions().get(0).progress()).isEqualTo(Source.Progress.ENDED);
        }
    }

    @Test
    void a_partition_that_is_gone_is_said_to_be_so_at_once() {
        Hundreds hundreds = new Hundreds(1);
        hundreds.end = Source.Progress.GONE;
        try (PacedSource source = new PacedSource(hundreds, new Rate(50), nanos::get)) {
            poll(source);
            assertThat(source.partitions().get(0).progress()).isEqualTo(Source.Progress.GONE);
        }
    }

    private void poll(Source source) {
        source.poll(batch -> handed += batch.size(), Duration.ZERO);
    }

    /** Hands over a hundred records with each poll, so many times. */
    private static final class Hundreds implements Source {
        private final int times;
        private Progress end = Progress.ENDED;
        private int polls;

        Hundreds(int times) {
            this.times = times;
        }

        @Override
        public void open(Map<String, String> resume) {}

        @Override
        public void poll(Consumer<RecordBatch> out, Duration wait) {
            if (polls < times) {
                RecordBatch batch = new RecordBatch(PARTITION, RecordBatch.Origin.NONE, 100);
                for (int i = 0; i < 100; i++) {
                    batch.add(new byte[1], 0, 1, i);
                }
                polls++;
                out.accept(batch);
            }
        }

        @Override
        public List<PartitionStatus> partitions() {
            Progress progress = polls < times ? Progress.BACKLOG : end;
            return List.of(new PartitionStatus(PARTITION, Integer.toString(polls), progress, 0));
        }

        @Override
        public void pause(Collection<PartitionId> partitions) {}

        @Override
        public void wakeUp() {}

        @Override
        public void close() {}
    }
}
