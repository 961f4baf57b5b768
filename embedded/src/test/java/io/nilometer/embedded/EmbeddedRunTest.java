package io.nilometer.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nilometer.api.NilometerException;
import io.nilometer.api.Relation;
import io.nilometer.api.Sink;
import io.nilometer.core.deliver.Subscription;
import io.nilometer.core.pipeline.Output;
import io.nilometer.core.program.MetricProgram;
import io.nilometer.core.program.Program;
import io.nilometer.core.run.StateOrigin;
import io.nilometer.embedded.HandMade.Windows;
import io.nilometer.embedded.PlainReference.Event;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The engine with its threads, state directory and delivery. */
@Timeout(300)
class EmbeddedRunTest {

    private static final List<Windows> METRICS = List.of(
            new Windows("tumbling", 10_000_000, 10_000_000, 0, 5_000_000),
            new Windows("sliding", 30_000_000, 10_000_000, 0, 10_000_000),
            new Windows("running", 0, 20_000_000, 0, 7_000_000));

    @TempDir
    private Path folder;

    private final List<String> written = Collections.synchronizedList(new ArrayList<>());

    @Test
    void a_bounded_run_gives_the_results_of_the_reference_and_ends() throws InterruptedException {
        List<Event> events = events(11, 3_000);
        run(events, Optional.empty(), new Random(1));
        assertThat(sorted()).isEqualTo(PlainReference.of(METRICS, events).rows());
    }

    @Test
    void batches_are_told_once_they_are_committed_and_hold_every_record_once() throws InterruptedException {
        List<Event> events = events(12, 1_000);
        AtomicLong told = new AtomicLong();
        Queue<Duration> times = new ConcurrentLinkedQueue<>();
        MemorySource source = source(events, new Random(1), -1);
        try (EmbeddedRun run = EmbeddedRun.open(program(), settings(source, Optional.empty()))) {
            run.onBatch(report -> {
                told.addAndGet(report.records());
                times.add(report.took());
                assertThat(run.status().records()).isEqualTo(told.get());
            });
            run.begin();
            run.await();
        }
        assertThat(told).hasValue(events.size());
        assertThat(times).isNotEmpty().noneMatch(Duration::isNegative);
    }

    @Test
    void a_run_stopped_again_and_again_and_continued_gives_every_result_once() throws InterruptedException {
        for (long seed = 1; seed <= 5; seed++) {
            written.clear();
            Random random = new Random(seed);
            List<Event> events = events(seed, 2_000);
            Path state = folder.resolve("state" + seed);
            int stops = 4;
            long records = 0;
            for (int stop = 0; stop < stops; stop++) {
                records = stopInTheMiddle(events, state, random, records);
            }
            run(events, Optional.of(state), random);
            assertThat(sorted())
                    .as("seed %d", seed)
                    .isEqualTo(PlainReference.of(METRICS, events).rows());
        }
    }

    @Test
    void a_second_run_on_the_same_state_is_refused_at_once() throws InterruptedException {
        List<Event> events = events(1, 500);
        Path state = folder.resolve("owned");
        try (EmbeddedRun first = start(events, Optional.of(state), new Random(1), 100)) {
            assertThatThrownBy(() -> start(events, Optional.of(state), new Random(1), -1))
                    .isInstanceOfSatisfying(
                            NilometerException.class,
                            e -> assertThat(e.problem().code()).isEqualTo("state-in-use"));
            first.stop();
            first.await();
        }
    }

    @Test
    void a_finished_run_is_not_continued() throws InterruptedException {
        List<Event> events = events(1, 500);
        Path state = folder.resolve("finished");
        run(events, Optional.of(state), new Random(1));
        assertThatThrownBy(() -> start(events, Optional.of(state), new Random(1), -1))
                .isInstanceOfSatisfying(
                        NilometerException.class,
                        e -> assertThat(e.problem().code()).isEqualTo("state-finished"));
    }

    @Test
    void a_source_that_fails_ends_the_run_with_its_reason() {
        MemorySource broken = new MemorySource(Map.of("p", List.of("1,a,1")), new Random(1), -1) {
            @Override
            public void poll(java.util.function.Consumer<io.nilometer.api.RecordBatch> out, Duration wait) {
                throw new NilometerException("topic-gone", "the topic is gone", "");
            }
        };
        try (EmbeddedRun run = EmbeddedRun.start(program(), settings(broken, Optional.empty()))) {
            assertThatThrownBy(run::await).hasMessageContaining("the topic is gone");
        }
    }

    @Test
    void a_thread_that_dies_of_an_error_ends_the_run_with_it() {
        MemorySource deadly = new MemorySource(Map.of("p", List.of("1,a,1", HandMade.FATAL)), new Random(1), -1);
        try (EmbeddedRun run = EmbeddedRun.start(program(), settings(deadly, Optional.empty()))) {
            assertThatThrownBy(run::await)
                    .isInstanceOf(NilometerException.class)
                    .hasMessageContaining("made by a test");
        }
        MemorySource reader = new MemorySource(Map.of("p", List.of("1,a,1")), new Random(1), -1) {
            @Override
            public void poll(java.util.function.Consumer<io.nilometer.api.RecordBatch> out, Duration wait) {
                throw new StackOverflowError("made by a test");
            }
        };
        try (EmbeddedRun run = EmbeddedRun.start(program(), settings(reader, Optional.empty()))) {
            assertThatThrownBy(run::await)
                    .isInstanceOf(NilometerException.class)
                    .hasMessageContaining("made by a test");
        }
    }

    @Test
    void a_record_that_never_ends_ends_the_run_and_is_rejected_unseen_by_the_next() throws Exception {
        List<String> lines = new ArrayList<>(List.of("1,a,1", "2,a,1", HandMade.STUCK, "3,a,1"));
        Path state = folder.resolve("stuck");
        try (EmbeddedRun run = EmbeddedRun.start(
                program(), settings(new MemorySource(Map.of("p", lines), new Random(1), -1), Optional.of(state)))) {
            assertThatThrownBy(run::await)
                    .isInstanceOfSatisfying(
                            NilometerException.class,
                            e -> assertThat(e.problem().code()).isEqualTo("too-slow"))
                    .hasMessageContaining("record at 2 of p");
        } finally {
            HandMade.RELEASED.countDown();
        }
        // The process would be gone now, and with it what that thread still holds.
        Path next = Files.createDirectories(folder.resolve("next"));
        Files.copy(state.resolve("too-slow"), next.resolve("too-slow"));
        try (EmbeddedRun run = EmbeddedRun.start(
                program(), settings(new MemorySource(Map.of("p", lines), new Random(1), -1), Optional.of(next)))) {
            run.await();
            assertThat(run.status().ledger().get("events"))
                    .containsEntry("read", 4L)
                    .containsEntry("used", 3L)
                    .containsEntry("reasons", Map.of("too_slow", 1L));
        }
    }

    /**
     * @param before the records of the runs before
     * @return those of this run, too
     */
    private long stopInTheMiddle(List<Event> events, Path state, Random random, long before)
            throws InterruptedException {
        int stallAt = 100 + random.nextInt(300);
        try (EmbeddedRun run = start(events, Optional.of(state), random, stallAt)) {
            long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
            while (run.status().records() < before + stallAt) {
                assertThat(System.nanoTime()).as("%s", run.status()).isLessThan(deadline);
                Thread.onSpinWait();
            }
            run.stop();
            run.await();
            return run.status().records();
        }
    }

    private void run(List<Event> events, Optional<Path> state, Random random) throws InterruptedException {
        try (EmbeddedRun run = start(events, state, random, -1)) {
            run.await();
            assertThat(run.status().ledger().get("events")).containsEntry("read", (long) events.size());
        }
    }

    private EmbeddedRun start(List<Event> events, Optional<Path> state, Random random, int stallAt) {
        return EmbeddedRun.start(program(), settings(source(events, random, stallAt), state));
    }

    private static MemorySource source(List<Event> events, Random random, int stallAt) {
        Map<String, List<String>> partitions = new TreeMap<>();
        events.forEach(event -> partitions
                .computeIfAbsent(event.partition(), first -> new ArrayList<>())
                .add(event.time() + "," + event.key() + "," + event.value()));
        return new MemorySource(partitions, random, stallAt);
    }

    private EngineSettings settings(MemorySource source, Optional<Path> state) {
        List<Relation> relations = program().groupings().stream()
                .flatMap(grouping -> grouping.metrics().stream())
                .map(MetricProgram::relation)
                .toList();
        Subscription all = new Subscription("all", relations, false, Output.Retry.DEFAULT, () -> new Sink() {
            @Override
            public void write(Batch batch) {
                written.addAll(RandomCutsTest.text(batch.outputs()));
            }

            @Override
            public void close() {}
        });
        return new EngineSettings(
                List.of(source),
                List.of(all),
                state,
                false,
                StateOrigin.UNKNOWN,
                false,
                true,
                2,
                2,
                ledger -> {},
                notice -> {});
    }

    private static Program program() {
        return HandMade.program(METRICS);
    }

    private List<String> sorted() {
        return written.stream().sorted().toList();
    }

    private static List<Event> events(long seed, int count) {
        Random random = new Random(seed);
        long time = 1_767_225_600_000_000L;
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            time += random.nextInt(300_000);
            long back = random.nextInt(4) == 0 ? random.nextInt(15_000_000) : 0;
            events.add(new Event("p" + random.nextInt(3), time - back, "k" + random.nextInt(7), random.nextInt(9)));
        }
        return events;
    }
}
