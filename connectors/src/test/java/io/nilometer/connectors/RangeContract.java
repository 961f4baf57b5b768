package io.nilometer.connectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.nilometer.api.NilometerException;
import io.nilometer.api.Range;
import io.nilometer.api.RangePlanner.Most;
import io.nilometer.api.RangeReader;
import io.nilometer.api.Source.Progress;
import io.nilometer.api.SourceFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What every source that is read in ranges promises: the same as when it is read whole. */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
public abstract class RangeContract {

    @TempDir
    protected Path folder;

    protected abstract SourceFactory factory();

    /** Puts records and returns the options that read them from the beginning. */
    protected abstract Object[] put(int records) throws Exception;

    protected RangeDriver driver(boolean untilEnd, Object... options) {
        return new RangeDriver(factory(), folder, untilEnd, options);
    }

    /** What the source gives when one process reads it. */
    private Map<String, List<String>> plain(Object... options) {
        Map<String, List<String>> records = new TreeMap<>();
        try (SourceReader reader = SourceReader.open(factory(), folder, true, Map.of(), options)) {
            reader.untilProgress(Progress.ENDED);
            reader.batches()
                    .forEach(batch -> RangeDriver.add(
                            batch, records.computeIfAbsent(batch.partition().name(), name -> new ArrayList<>())));
        }
        return records;
    }

    /** Without the partitions that hold nothing. */
    private static Map<String, List<String>> some(Map<String, List<String>> records) {
        Map<String, List<String>> filled = new TreeMap<>(records);
        filled.values().removeIf(List::isEmpty);
        return filled;
    }

    private static Most some(Random random) {
        return new Most(1 + random.nextInt(2_000), 1 + random.nextInt(300_000));
    }

    @Test
    void gives_the_records_and_partitions_of_the_plain_source_whatever_the_limits() throws Exception {
        Object[] options = put(20_000);
        Map<String, List<String>> expected = plain(options);
        long seed = System.nanoTime();
        Random random = new Random(seed);
        try (RangeDriver driver = driver(true, options).open(Map.of())) {
            List<Range> first = driver.next(some(random));
            assertThat(first.stream().map(range -> range.partition().name())).containsAll(expected.keySet());
            driver.untilProgress(Progress.ENDED, some(random));
            assertThat(some(driver.records())).as("seed %d", seed).isEqualTo(expected);
            driver.next(RangeDriver.PLENTY).forEach(range -> driver.take(range, driver.keptReader(range.partition())));
            assertThat(driver.next(RangeDriver.PLENTY))
                    .allMatch(Range::isEmpty)
                    .allMatch(range -> range.progress() == Progress.ENDED && range.lag() == 0);
        }
    }

    @Test
    void a_range_holds_the_same_records_again_for_kept_and_for_fresh_readers() throws Exception {
        Object[] options = put(8_000);
        Map<String, List<String>> expected = plain(options);
        long seed = System.nanoTime();
        Random random = new Random(seed);
        try (RangeDriver driver = driver(true, options).open(Map.of())) {
            boolean ended = false;
            while (!ended) {
                ended = true;
                for (Range range : driver.next(some(random))) {
                    List<String> before = List.copyOf(
                            driver.records().getOrDefault(range.partition().name(), List.of()));
                    RangeReader kept = driver.keptReader(range.partition());
                    driver.take(range, kept);
                    ended &= range.isEmpty();
                    if (range.partition().isNote() || range.isEmpty()) {
                        continue;
                    }
                    List<String> after = driver.records().get(range.partition().name());
                    List<String> taken = after.subList(before.size(), after.size());
                    if (random.nextInt(4) == 0) {
                        assertThat(driver.fresh(range)).as("seed %d", seed).isEqualTo(taken);
                        List<String> again = new ArrayList<>();
                        kept.read(range, batch -> RangeDriver.add(batch, again));
                        assertThat(again).as("seed %d", seed).isEqualTo(taken);
                    }
                }
            }
            assertThat(some(driver.records())).as("seed %d", seed).isEqualTo(expected);
        }
    }

    @Test
    void goes_on_where_it_was_after_a_restart_between_any_ranges() throws Exception {
        Object[] options = put(3_000);
        Map<String, List<String>> expected = plain(options);
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Map<String, List<String>> records = new TreeMap<>();
        Map<String, String> read = new HashMap<>();
        boolean ended = false;
        while (!ended) {
            try (RangeDriver driver = driver(true, options).open(read)) {
                ended = driver.round(new Most(1 + random.nextInt(600), 1 + random.nextInt(300_000))).stream()
                        .allMatch(Range::isEmpty);
                read.clear();
                read.putAll(driver.read());
                driver.records()
                        .forEach((partition, some) -> records.computeIfAbsent(partition, name -> new ArrayList<>())
                                .addAll(some));
            }
        }
        assertThat(some(records)).as("seed %d", seed).isEqualTo(expected);
    }

    @Test
    void several_readers_read_at_once() throws Exception {
        Object[] options = put(20_000);
        Map<String, List<String>> expected = plain(options);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try (RangeDriver driver = driver(true, options).open(Map.of())) {
            List<Range> ranges = driver.next(RangeDriver.PLENTY).stream()
                    .filter(range -> expected.containsKey(range.partition().name()))
                    .toList();
            List<Future<List<String>>> reading = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                Range range = ranges.get(i % ranges.size());
                reading.add(threads.submit(() -> driver.fresh(range)));
            }
            for (int i = 0; i < reading.size(); i++) {
                String partition = ranges.get(i % ranges.size()).partition().name();
                assertThat(reading.get(i).get(60, TimeUnit.SECONDS)).isEqualTo(expected.get(partition));
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void an_interrupt_ends_the_reading_of_a_range() throws Exception {
        Object[] options = put(40_000);
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        CountDownLatch begun = new CountDownLatch(1);
        try (RangeDriver driver = driver(true, options).open(Map.of())) {
            Range range = driver.next(RangeDriver.PLENTY).stream()
                    .filter(one -> !one.isEmpty() && !one.partition().isNote())
                    .findFirst()
                    .orElseThrow();
            Thread thread = new Thread(() -> {
                try (RangeReader reader = driver.reader()) {
                    reader.read(range, batch -> {
                        begun.countDown();
                        Thread.currentThread().interrupt();
                    });
                } catch (NilometerException e) {
                    thrown.set(e);
                }
            });
            thread.start();
            begun.await();
            thread.join(60_000);
            assertThat(thread.isAlive()).isFalse();
            assertThat(thrown.get()).isInstanceOfSatisfying(NilometerException.class, e -> assertThat(
                            e.problem().code())
                    .isEqualTo("interrupted"));
        }
    }

    @Test
    void closes_also_when_nothing_was_opened() throws Exception {
        try (RangeDriver driver = driver(true, put(10))) {
            assertThatCode(() -> driver.reader().close()).doesNotThrowAnyException();
        }
    }
}
