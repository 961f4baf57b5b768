package io.nilometer.connectors.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nilometer.api.ComponentSpec;
import io.nilometer.api.Distribution;
import io.nilometer.api.NilometerException;
import io.nilometer.api.Options;
import io.nilometer.api.Range;
import io.nilometer.api.RangePlanner;
import io.nilometer.api.RangePlanner.Most;
import io.nilometer.api.RangeReader;
import io.nilometer.api.Source;
import io.nilometer.api.Source.Progress;
import io.nilometer.api.SourceContext;
import io.nilometer.api.SourceFactory;
import io.nilometer.connectors.RangeContract;
import io.nilometer.connectors.RangeDriver;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaRangesTest extends RangeContract {

    @TempDir
    static Path brokerFolder;

    private static TestBroker broker;
    private static int topics;

    @BeforeAll
    static void start() throws Exception {
        broker = new TestBroker(brokerFolder);
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @Override
    protected SourceFactory factory() {
        return new KafkaSourceFactory();
    }

    /** Three partitions with records and an empty one. */
    @Override
    protected Object[] put(int records) throws Exception {
        String topic = topic(4);
        List<ProducerRecord<byte[], byte[]>> all = new ArrayList<>();
        for (int i = 0; i < records; i++) {
            byte[] value = ("record " + i).getBytes(StandardCharsets.UTF_8);
            all.add(new ProducerRecord<>(topic, i % 3, null, value));
        }
        broker.send(all, "compression.type", "lz4");
        return new Object[] {"brokers", broker.address(), "topics", topic, "start", "earliest"};
    }

    private static String topic(int partitions) throws Exception {
        String topic = "r" + topics++;
        broker.createTopic(topic, partitions);
        return topic;
    }

    private RangeDriver on(boolean untilEnd, String topic, Object... more) {
        List<Object> options =
                new ArrayList<>(List.of("brokers", broker.address(), "topics", topic, "discover_every", "200ms"));
        options.addAll(List.of(more));
        return driver(untilEnd, options.toArray());
    }

    @Test
    void the_first_start_is_where_the_options_say_and_later_records_are_in_later_ranges() throws Exception {
        String topic = topic(1);
        broker.send(topic, 0, "old", "older");
        try (RangeDriver driver = on(false, topic).open(Map.of())) {
            assertThat(partitions(driver.next(RangeDriver.PLENTY)))
                    .singleElement()
                    .satisfies(range -> {
                        assertThat(range.partition().name()).isEqualTo(topic + "-0");
                        assertThat(range.isEmpty()).isTrue();
                        assertThat(range.from()).startsWith("2@");
                        assertThat(range.progress()).isEqualTo(Progress.AT_END);
                        assertThat(range.lag()).isZero();
                    });
            broker.send(topic, 0, "new", "newer", "newest");
            Range two = driver.next(new Most(2, 1)).get(0);
            assertThat(two.to()).startsWith("4@");
            assertThat(two.progress()).isEqualTo(Progress.BACKLOG);
            assertThat(two.lag()).isEqualTo(1);
            Range three = driver.next(RangeDriver.PLENTY).get(0);
            broker.send(topic, 0, "too late");
            assertThat(driver.fresh(three)).containsExactly("2 new", "3 newer", "4 newest");
            driver.take(three, driver.keptReader(three.partition()));
            assertThat(driver.all()).containsExactly("new", "newer", "newest");
            driver.untilProgress(Progress.AT_END, RangeDriver.PLENTY);
            assertThat(driver.all()).endsWith("too late").hasSize(4);
        }
    }

    @Test
    void a_bounded_run_ends_at_what_was_the_end_when_it_was_opened() throws Exception {
        String topic = topic(2);
        broker.send(topic, 0, "a", "b");
        try (RangeDriver driver = on(true, topic, "start", "earliest").open(Map.of())) {
            broker.send(topic, 0, "later");
            driver.untilProgress(Progress.ENDED, new Most(1, 1));
            assertThat(driver.all()).containsExactly("a", "b");
            assertThat(driver.read().get(topic + "-0")).startsWith("2@");
            assertThat(driver.read().get(topic + "-1")).startsWith("0@");
        }
    }

    @Test
    void transactions_that_were_aborted_at_the_end_of_a_range_do_not_hold_it_up() throws Exception {
        String topic = topic(1);
        broker.transaction(topic, true, "kept 0", "kept 1");
        broker.transaction(topic, false, "aborted 3", "aborted 4");
        try (RangeDriver driver = on(false, topic, "start", "earliest").open(Map.of())) {
            Range whole = driver.next(RangeDriver.PLENTY).get(0);
            assertThat(whole.to()).startsWith("6@");
            assertThat(driver.fresh(whole)).containsExactly("0 kept 0", "1 kept 1");
            driver.untilProgress(Progress.AT_END, new Most(1, 1));
            assertThat(driver.all()).containsExactly("kept 0", "kept 1");
            broker.transaction(topic, true, "kept 6");
            driver.round(new Most(1, 1));
            assertThat(driver.all()).endsWith("kept 6");
        }
    }

    @Test
    void partitions_that_appear_later_are_read_from_their_beginning() throws Exception {
        String topic = topic(1);
        broker.send(topic, 0, "old");
        try (RangeDriver driver = on(false, topic).open(Map.of())) {
            broker.addPartitions(topic, 2);
            broker.send(topic, 1, "first of the new one");
            driver.until(() -> !driver.all().isEmpty(), RangeDriver.PLENTY);
            assertThat(driver.all()).containsExactly("first of the new one");
        }
    }

    @Test
    void a_topic_that_is_not_there_is_waited_for_and_one_that_was_deleted_is_an_error() throws Exception {
        String topic = "later" + topics++;
        try (RangeDriver driver = on(false, topic).open(Map.of())) {
            assertThat(driver.next(RangeDriver.PLENTY)).isEmpty();
            assertThat(driver.notices()).singleElement().asString().contains("no topic " + topic);
            broker.createTopic(topic, 1);
            broker.send(topic, 0, "first");
            driver.until(() -> driver.all().size() == 1, RangeDriver.PLENTY);
            broker.deleteTopic(topic);
            assertThatThrownBy(() -> driver.until(() -> false, RangeDriver.PLENTY))
                    .isInstanceOfSatisfying(
                            NilometerException.class,
                            e -> assertThat(e.problem().code()).isEqualTo("no-topic"));
        }
        assertThatThrownBy(() -> on(true, "never").open(Map.of())).hasMessageContaining("no topic never");
    }

    @Test
    void records_that_were_deleted_unread_stop_the_planner_or_are_named_once() throws Exception {
        String topic = topic(1);
        broker.send(topic, 0, "0", "1", "2", "3");
        broker.deleteBefore(new TopicPartition(topic, 0), 3);
        Map<String, String> read = Map.of(topic + "-0", "1");
        try (RangeDriver driver = on(false, topic).open(read)) {
            assertThatThrownBy(() -> driver.next(RangeDriver.PLENTY)).hasMessageContaining("the records 1 to 2");
        }
        try (RangeDriver driver = on(false, topic, "on_lost", "earliest").open(read)) {
            driver.next(RangeDriver.PLENTY);
            driver.untilProgress(Progress.AT_END, RangeDriver.PLENTY);
            assertThat(driver.records()).containsEntry(topic + "-0", List.of("3 3"));
            assertThat(driver.notices())
                    .hasSize(2)
                    .anyMatch(notice -> notice.startsWith("continues at committed offsets: "))
                    .last()
                    .asString()
                    .contains("going on at 3");
        }
    }

    @Test
    void a_topic_that_was_made_anew_counts_as_lost() throws Exception {
        String topic = topic(1);
        broker.send(topic, 0, "new");
        Map<String, String> read = Map.of(topic + "-0", "7");
        for (boolean untilEnd : List.of(false, true)) {
            try (RangeDriver driver = on(untilEnd, topic).open(read)) {
                assertThatThrownBy(() -> driver.next(RangeDriver.PLENTY)).hasMessageContaining("made anew");
            }
            try (RangeDriver driver = on(untilEnd, topic, "on_lost", "earliest").open(read)) {
                driver.untilProgress(untilEnd ? Progress.ENDED : Progress.AT_END, RangeDriver.PLENTY);
                assertThat(driver.all()).containsExactly("new");
            }
        }
    }

    @Test
    void a_topic_made_anew_is_known_by_its_id_when_it_has_grown_beyond_the_old_position() throws Exception {
        String topic = topic(2);
        broker.send(topic, 0, "old 0", "old 1");
        Map<String, String> read;
        try (RangeDriver driver = on(true, topic, "start", "earliest").open(Map.of())) {
            read = driver.untilProgress(Progress.ENDED, RangeDriver.PLENTY).read();
        }
        broker.createAnew(topic, 1);
        broker.send(topic, 0, "new 0", "new 1", "new 2");
        for (boolean untilEnd : List.of(false, true)) {
            try (RangeDriver driver = on(untilEnd, topic).open(read)) {
                assertThatThrownBy(() -> driver.next(RangeDriver.PLENTY)).hasMessageContaining("made anew");
            }
            try (RangeDriver driver = on(untilEnd, topic, "on_lost", "earliest").open(read)) {
                List<Range> first = driver.next(RangeDriver.PLENTY);
                assertThat(partitions(first)).hasSize(2).allSatisfy(range -> assertThat(range.notes())
                        .containsOnly(Map.entry("made_anew", 1L)));
                driver.until(() -> driver.all().size() == 3, RangeDriver.PLENTY);
                assertThat(driver.all()).containsExactly("new 0", "new 1", "new 2");
                assertThat(driver.next(RangeDriver.PLENTY).get(0).notes()).isEmpty();
            }
        }
    }

    @Test
    void a_range_of_a_topic_that_was_made_anew_since_is_never_read_of_the_new_one() throws Exception {
        for (String onLost : List.of("fail", "earliest")) {
            String topic = topic(1);
            broker.send(topic, 0, "old 0", "old 1");
            try (RangeDriver driver =
                    on(false, topic, "start", "earliest", "on_lost", onLost).open(Map.of())) {
                Range range = driver.next(RangeDriver.PLENTY).get(0);
                broker.createAnew(topic, 1);
                broker.send(topic, 0, "new 0", "new 1", "new 2");
                if (onLost.equals("fail")) {
                    assertThatThrownBy(() -> driver.fresh(range)).hasMessageContaining("made anew");
                } else {
                    Source.PartitionStatus status = driver.take(range, driver.keptReader(range.partition()));
                    assertThat(driver.all()).isEmpty();
                    assertThat(status.notes()).containsOnly(Map.entry("lost", 2L));
                    driver.until(() -> driver.all().size() == 3, RangeDriver.PLENTY);
                    assertThat(driver.all()).containsExactly("new 0", "new 1", "new 2");
                }
            }
        }
    }

    @Test
    void records_behind_an_open_transaction_are_lag_keep_the_partition_active_and_are_told_once() throws Exception {
        String topic = topic(1);
        broker.send(topic, 0, "before");
        try (KafkaProducer<byte[], byte[]> open = broker.openTransaction(topic, "pending");
                RangeDriver driver = on(false, topic, "start", "earliest").open(Map.of())) {
            broker.send(topic, 0, "behind");
            driver.until(
                    () -> driver.notices().stream().anyMatch(notice -> notice.contains("open transaction")),
                    RangeDriver.PLENTY);
            Range waiting = driver.next(RangeDriver.PLENTY).get(0);
            assertThat(waiting.isEmpty()).isTrue();
            assertThat(waiting.progress()).isEqualTo(Progress.BACKLOG);
            assertThat(waiting.lag()).isEqualTo(2);
            open.commitTransaction();
            driver.untilProgress(Progress.AT_END, RangeDriver.PLENTY);
            assertThat(driver.all()).containsExactly("before", "pending", "behind");
        }
    }

    @Test
    void records_deleted_between_planning_and_reading_stop_the_reader_or_are_skipped() throws Exception {
        String topic = topic(1);
        broker.send(topic, 0, "0", "1", "2", "3");
        for (String onLost : List.of("fail", "earliest")) {
            try (RangeDriver driver =
                    on(true, topic, "start", "earliest", "on_lost", onLost).open(Map.of())) {
                Range range =
                        new Range(driver.next(RangeDriver.PLENTY).get(0).partition(), "0", "3", Progress.BACKLOG, 1);
                broker.deleteBefore(new TopicPartition(topic, 0), 2);
                if (onLost.equals("fail")) {
                    assertThatThrownBy(() -> driver.fresh(range)).hasMessageContaining("the records 0 to 1");
                } else {
                    assertThat(driver.fresh(range)).containsExactly("2 2");
                    Range gone = new Range(range.partition(), "50", "60", Progress.BACKLOG, 0);
                    assertThat(driver.fresh(gone)).isEmpty();
                }
            }
        }
    }

    @Test
    void opening_waits_for_brokers_until_it_is_woken() throws Exception {
        try (RangeDriver driver = driver(true, "brokers", "127.0.0.1:1", "topics", "x")) {
            Thread waker = new Thread(() -> {
                while (driver.notices().isEmpty()) {
                    Thread.onSpinWait();
                }
                driver.planner().wakeUp();
            });
            waker.start();
            driver.open(Map.of());
            waker.join();
            assertThat(driver.next(RangeDriver.PLENTY)).isEmpty();
            assertThat(driver.notices()).singleElement().asString().startsWith("cannot reach 127.0.0.1:1");
        }
    }

    @Test
    void a_broker_that_goes_away_gives_empty_ranges_and_ends_the_patience_of_readers(@TempDir Path otherFolder)
            throws Exception {
        try (TestBroker other = new TestBroker(otherFolder)) {
            other.createTopic("x", 1);
            other.send("x", 0, "one");
            try (RangeDriver driver = new RangeDriver(
                            new Impatient(),
                            folder,
                            false,
                            "brokers",
                            other.address(),
                            "topics",
                            "x",
                            "start",
                            "earliest")
                    .open(Map.of())) {
                driver.untilProgress(Progress.AT_END, RangeDriver.PLENTY);
                // A broker that starts may answer too late, too.
                driver.notices().clear();
                other.stop();
                long start = System.nanoTime();
                Range idle = driver.next(RangeDriver.PLENTY).get(0);
                assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(30));
                assertThat(idle.isEmpty()).isTrue();
                assertThat(idle.progress()).isEqualTo(Progress.BACKLOG);
                assertThat(driver.notices()).singleElement().asString().startsWith("cannot reach");
                Range one = new Range(idle.partition(), "0", "1", Progress.BACKLOG, 0);
                try (RangeReader reader =
                        new KafkaRangeReader(driver.options(), driver.context(), Duration.ofMillis(700))) {
                    assertThatThrownBy(() -> reader.read(one, batch -> {})).hasMessageContaining("did not come");
                }
                other.startAgain();
                other.send("x", 0, "two");
                driver.until(() -> driver.all().size() == 2, RangeDriver.PLENTY);
                assertThat(driver.all()).containsExactly("one", "two");
                assertThat(driver.notices()).anyMatch(notice -> notice.contains("answers again"));
            }
        }
    }

    /** Plans as the source does, but gives brokers little time. */
    private static final class Impatient implements SourceFactory, Distribution.RangeFactory {

        private final SourceFactory usual = new KafkaSourceFactory();

        @Override
        public ComponentSpec spec() {
            return usual.spec();
        }

        @Override
        public Replay replay(Options options) {
            return usual.replay(options);
        }

        @Override
        public Source create(Options options, SourceContext context) {
            return usual.create(options, context);
        }

        @Override
        public Distribution distribution(Options options) {
            return new Distribution.InRanges(this);
        }

        @Override
        public RangePlanner planner(Options options, SourceContext context) {
            return new KafkaRangePlanner(options, context, Duration.ofMillis(700), Duration.ofMillis(200));
        }

        @Override
        public RangeReader reader(Options options, SourceContext context) {
            return new KafkaRangeReader(options, context);
        }
    }

    /** Without the source's note. */
    private static List<Range> partitions(List<Range> ranges) {
        return ranges.stream().filter(range -> !range.partition().isNote()).toList();
    }
}
