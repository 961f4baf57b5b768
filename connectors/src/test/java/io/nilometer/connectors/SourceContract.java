package io.nilometer.connectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.nilometer.api.RecordBatch;
import io.nilometer.api.Source;
import io.nilometer.api.Source.Progress;
import io.nilometer.api.SourceFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What every source that can be read again promises. A subclass brings the system and puts records into it. */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
public abstract class SourceContract {

    @TempDir
    protected Path folder;

    protected abstract SourceFactory factory();

    /** Puts records, ordered by partition as they will be read, and returns the options that read them from the beginning. */
    protected abstract Object[] put(int records) throws Exception;

    /** All records that were put, by partition name. */
    protected abstract Map<String, List<String>> expected();

    private SourceReader open(boolean untilEnd, Map<String, String> from, Object... options) {
        return SourceReader.open(factory(), folder, untilEnd, from, options);
    }

    @Test
    void reads_everything_once_and_ends() throws Exception {
        Object[] options = put(10_000);
        try (SourceReader reader = open(true, Map.of(), options)) {
            reader.untilProgress(Progress.ENDED);
            assertThat(reader.byPartition()).isEqualTo(expected());
            for (String partition : expected().keySet()) {
                assertThat(reader.positions(partition)).isSorted().doesNotHaveDuplicates();
            }
            assertThat(reader.source().partitions()).allMatch(status -> status.lag() <= 0);
        }
    }

    @Test
    void goes_on_where_it_was_after_a_restart_at_any_batch() throws Exception {
        Object[] options = put(20_000);
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Map<String, List<String>> read = new HashMap<>();
        Map<String, String> from = Map.of();
        boolean ended = false;
        while (!ended) {
            try (SourceReader reader = open(true, from, options)) {
                Map<String, String> committed = new HashMap<>(reader.resume());
                int batches = 1 + random.nextInt(4);
                reader.until(() -> reader.batches().size() >= batches
                        || reader.source().partitions().stream().allMatch(s -> s.progress() == Progress.ENDED));
                // A crash forgets what came after the batch that was committed.
                List<RecordBatch> kept = reader.batches()
                        .subList(0, Math.min(batches, reader.batches().size()));
                for (RecordBatch batch : kept) {
                    List<String> texts = read.computeIfAbsent(batch.partition().name(), name -> new ArrayList<>());
                    for (int i = 0; i < batch.size(); i++) {
                        texts.add(new String(batch.copy(i), java.nio.charset.StandardCharsets.UTF_8));
                    }
                    committed.put(batch.partition().name(), batch.resume());
                }
                from = committed;
                ended = reader.batches().isEmpty();
            }
        }
        assertThat(read).as("seed %d", seed).isEqualTo(expected());
    }

    @Test
    void a_paused_partition_hands_over_nothing_until_it_is_resumed() throws Exception {
        Object[] options = put(1_000);
        try (SourceReader reader = open(true, Map.of(), options)) {
            reader.source()
                    .pause(reader.source().partitions().stream()
                            .map(Source.PartitionStatus::partition)
                            .toList());
            for (int i = 0; i < 5; i++) {
                reader.poll(Duration.ofMillis(30));
            }
            assertThat(reader.all()).isEmpty();
            reader.source().pause(List.of());
            reader.untilProgress(Progress.ENDED);
            assertThat(reader.byPartition()).isEqualTo(expected());
        }
    }

    @Test
    void a_waiting_poll_returns_when_woken() throws Exception {
        Object[] options = put(10);
        try (SourceReader reader = open(true, Map.of(), options)) {
            reader.untilProgress(Progress.ENDED);
            Thread waker = new Thread(reader.source()::wakeUp);
            long start = System.nanoTime();
            waker.start();
            reader.poll(Duration.ofSeconds(60));
            waker.join();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(30));
        }
    }

    @Test
    void closes_soon_and_also_when_it_was_never_opened() throws Exception {
        Object[] options = put(5_000);
        List<String> notices = new CopyOnWriteArrayList<>();
        Source unopened = factory()
                .create(SourceReader.options(factory(), options), SourceReader.context(folder, true, 100, notices));
        assertThatCode(unopened::close).doesNotThrowAnyException();
        SourceReader reader = open(true, Map.of(), options);
        reader.poll(Duration.ofMillis(10));
        long start = System.nanoTime();
        reader.close();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
    }

    @Test
    void batches_hold_a_few_thousand_records_at_most() throws Exception {
        Object[] options = put(30_000);
        try (SourceReader reader = open(true, Map.of(), options)) {
            reader.untilProgress(Progress.ENDED);
            assertThat(reader.batches()).allMatch(batch -> batch.size() > 0 && batch.size() <= 5_000);
        }
    }
}
