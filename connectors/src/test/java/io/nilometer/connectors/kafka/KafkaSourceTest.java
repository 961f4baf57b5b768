package io.nilometer.connectors.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nilometer.api.NilometerException;
import io.nilometer.api.Options;
import io.nilometer.api.Place;
import io.nilometer.api.Problem;
import io.nilometer.api.RecordBatch;
import io.nilometer.api.Source;
import io.nilometer.api.Source.Progress;
import io.nilometer.api.SourceFactory;
import io.nilometer.connectors.SourceContract;
import io.nilometer.connectors.SourceReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaSourceTest extends SourceContract {

    @TempDir
    static Path brokerFolder;

    private static TestBroker broker;
    private static int topics;

    private final Map<String, List<String>> expected = new TreeMap<>();

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

    @Override
    protected Object[] put(int records) throws Exception {
        String topic = topic(3);
        List<ProducerRecord<byte[], byte[]>> all = new ArrayList<>();
        for (int i = 0; i < records; i++) {
            int partition = i % 3;
            String text = "record " + i;
            all.add(new ProducerRecord<>(topic, partition, null, text.getBytes(StandardCharsets.UTF_8)));
            expected.computeIfAbsent(topic + "-" + partition, name -> new ArrayList<>())
                    .add(text);
        }
        broker.send(all, "compression.type", "lz4");
        return new Object[] {"brokers", broker.address(), "topics", topic, "start", "earliest"};
    }

    @Override
    protected Map<String, List<String>> expected() {
        return expected;
    }

    private static String topic(int partitions) throws Exception {
        String topic = "t" + topics++;
        broker.createTopic(topic, partitions);
        return topic;
    }

    private SourceReader open(boolean untilEnd, Map<String, String> from, String topic, Object... more) {
        List<Object> options = new ArrayList<>(List.of("brokers", broker.address(), "topics", topic));
        options.addAll(List.of(more));
        return SourceReader.open(factory(), folder, untilEnd, from, options.toArray());
    }

    @Test
    void starts_at_the_end_by_default_and_waits_for_more() throws Exception {
        String topic = topic(1);
        broker.send(topic, 0, "old");
        try (SourceReader reader = open(false, Map.of(), topic)) {
            assertThat(reader.resume().get(topic + "-0")).startsWith("1@");
            reader.untilProgress(Progress.AT_END);
            broker.send(topic, 0, "new");
            assertThat(reader.untilRecords(1).all()).containsExactly("new");
            reader.untilProgress(Progress.AT_END);
            assertThat(reader.source().partitions().get(0).lag()).isZero();
        }
    }

    @Test
    void starts_at_a_time() throws Exception {
        String topic = topic(2);
        Instant noon = Instant.parse("2026-01-01T12:00:00Z");
        List<ProducerRecord<byte[], byte[]>> minutes = new ArrayList<>();
        for (int minute = -2; minute < 2; minute++) {
            minutes.add(new ProducerRecord<>(
                    topic,
                    0,
                    noon.plusSeconds(60L * minute).toEpochMilli(),
                    null,
                    ("m" + minute).getBytes(StandardCharsets.UTF_8)));
        }
        broker.send(minutes);
        try (SourceReader reader = open(true, Map.of(), topic, "start", "2026-01-01T14:00:00+02:00")) {
            assertThat(reader.untilProgress(Progress.ENDED).all()).containsExactly("m0", "m1");
            assertThat(reader.batches().get(0).timestampMicros(0)).isEqualTo(noon.toEpochMilli() * 1_000);
        }
    }

    @Test
    void keys_headers_and_tombstones_come_as_they_are() throws Exception {
        String topic = topic(1);
        ProducerRecord<byte[], byte[]> marked = new ProducerRecord<>(topic, 0, null, new byte[] {1, 2});
        marked.headers().add("h", new byte[] {9});
        broker.send(List.of(new ProducerRecord<>(topic, 0, new byte[] {7}, null), marked));
        try (SourceReader reader = open(true, Map.of(), topic, "start", "earliest")) {
            reader.untilProgress(Progress.ENDED);
            RecordBatch batch = reader.batches().get(0);
            assertThat(batch.length(0)).isZero();
            assertThat(batch.key(0)).containsExactly(7);
            assertThat(batch.key(1)).isNull();
            assertThat(batch.headers(1)).containsOnlyKeys("h");
            assertThat(batch.origin()).isEqualTo(new RecordBatch.Origin(topic, 0, null));
        }
    }

    @Test
    void aborted_transactions_are_not_read_and_do_not_keep_a_run_from_ending() throws Exception {
        String topic = topic(1);
        broker.transaction(topic, true, "kept");
        broker.transaction(topic, false, "aborted");
        try (SourceReader reader = open(true, Map.of(), topic, "start", "earliest")) {
            assertThat(reader.untilProgress(Progress.ENDED).all()).containsExactly("kept");
            assertThat(reader.source().partitions().get(0).resume()).startsWith("4@");
        }
    }

    @Test
    void new_partitions_and_topics_are_found_and_read_from_their_beginning() throws Exception {
        String name = "found" + topics++;
        broker.createTopic(name + "-a", 1);
        broker.send(name + "-a", 0, "before");
        List<String> notices = new CopyOnWriteArrayList<>();
        Options options = SourceReader.options(
                factory(), "brokers", broker.address(), "topics_pattern", name + "-.*", "discover_every", "200ms");
        Source source = factory().create(options, SourceReader.context(folder, false, 1_000, notices));
        try (SourceReader reader = new SourceReader(source, Map.of(), notices)) {
            broker.createTopic(name + "-b", 1);
            broker.send(name + "-b", 0, "b1");
            broker.addPartitions(name + "-a", 2);
            broker.send(name + "-a", 1, "a1");
            assertThat(reader.untilRecords(2).all()).containsExactlyInAnyOrder("a1", "b1");
        }
    }

    @Test
    void a_topic_that_is_not_there_is_waited_for_or_refused_in_a_bounded_run() throws Exception {
        String topic = "later" + topics++;
        try (SourceReader reader = open(false, Map.of(), topic, "discover_every", "200ms")) {
            assertThat(reader.notices()).singleElement().asString().contains("there is no topic " + topic);
            broker.createTopic(topic, 1);
            broker.send(topic, 0, "first");
            assertThat(reader.untilRecords(1).all()).containsExactly("first");
        }
        assertThatThrownBy(() -> open(true, Map.of(), "never"))
                .isInstanceOf(NilometerException.class)
                .hasMessageContaining("no topic never");
    }

    @Test
    void records_deleted_before_they_were_read_stop_the_run_or_are_named() throws Exception {
        String topic = topic(1);
        broker.send(topic, 0, "0", "1", "2", "3");
        broker.deleteBefore(new TopicPartition(topic, 0), 3);
        Map<String, String> from = Map.of(topic + "-0", "1");
        try (SourceReader reader = open(true, from, topic)) {
            assertThatThrownBy(() -> reader.untilProgress(Progress.ENDED))
                    .isInstanceOf(NilometerException.class)
                    .hasMessageContaining("records 1 to 2 of " + topic + "-0");
        }
        try (SourceReader reader = open(true, from, topic, "on_lost", "earliest")) {
            assertThat(reader.untilProgress(Progress.ENDED).all()).containsExactly("3");
            assertThat(reader.notices())
                    .hasSize(2)
                    .anyMatch(notice -> notice.startsWith("continues at committed offsets: "))
                    .last()
                    .asString()
                    .contains("records 1 to 2");
        }
    }

    @Test
    void what_was_lost_is_counted_by_partition() throws Exception {
        String topic = topic(1);
        broker.send(topic, 0, "0", "1", "2", "3");
        broker.deleteBefore(new TopicPartition(topic, 0), 3);
        try (SourceReader reader = open(true, Map.of(topic + "-0", "1"), topic, "on_lost", "earliest")) {
            reader.untilProgress(Progress.ENDED);
            assertThat(reader.source().partitions().get(0).notes()).containsOnly(Map.entry("lost", 2L));
        }
    }

    @Test
    void a_topic_made_anew_under_its_name_stops_the_run_or_is_read_from_its_beginning() throws Exception {
        String topic = topic(2);
        broker.send(topic, 0, "old 0", "old 1");
        broker.send(topic, 1, "old 2");
        Map<String, String> from;
        try (SourceReader reader = open(true, Map.of(), topic, "start", "earliest")) {
            from = reader.untilProgress(Progress.ENDED).resume();
        }
        broker.createAnew(topic, 1);
        broker.send(topic, 0, "new 0", "new 1", "new 2");
        assertThatThrownBy(() -> open(true, from, topic))
                .isInstanceOf(NilometerException.class)
                .hasMessageContaining("the topic " + topic + " was deleted and made anew");
        try (SourceReader reader = open(true, from, topic, "on_lost", "earliest")) {
            assertThat(reader.untilProgress(Progress.ENDED).all()).containsExactly("new 0", "new 1", "new 2");
            assertThat(reader.source().partitions())
                    .filteredOn(status -> !status.partition().isNote())
                    .hasSize(2)
                    .allSatisfy(status -> assertThat(status.notes()).containsOnly(Map.entry("made_anew", 1L)));
            assertThat(reader.notices())
                    .filteredOn(notice -> notice.contains("made anew"))
                    .hasSize(2);
        }
    }

    @Test
    void a_topic_made_anew_while_it_is_read_is_read_whole_or_stops_the_run() throws Exception {
        for (String onLost : List.of("earliest", "fail")) {
            String topic = topic(1);
            broker.send(topic, 0, "old 0", "old 1");
            try (SourceReader reader =
                    open(false, Map.of(), topic, "start", "earliest", "on_lost", onLost, "discover_every", "200ms")) {
                reader.untilRecords(2);
                broker.createAnew(topic, 1);
                broker.send(topic, 0, "new 0", "new 1", "new 2", "new 3");
                if (onLost.equals("fail")) {
                    assertThatThrownBy(() -> reader.until(() -> false)).hasMessageContaining("made anew");
                } else {
                    reader.untilRecords(6);
                    assertThat(reader.all())
                            .endsWith("new 0", "new 1", "new 2", "new 3")
                            .hasSize(6);
                    assertThat(reader.positions(topic + "-0")).containsExactly(0L, 1L, 0L, 1L, 2L, 3L);
                }
            }
        }
    }

    @Test
    void records_behind_an_open_transaction_are_lag_keep_the_partition_active_and_are_told_once() throws Exception {
        String topic = topic(1);
        broker.send(topic, 0, "before");
        try (KafkaProducer<byte[], byte[]> open = broker.openTransaction(topic, "pending");
                SourceReader reader = open(false, Map.of(), topic, "start", "earliest")) {
            broker.send(topic, 0, "behind 1", "behind 2");
            reader.until(() -> reader.source().partitions().get(0).lag() == 3);
            reader.until(() -> reader.notices().stream().anyMatch(notice -> notice.contains("open transaction")));
            assertThat(reader.all()).containsExactly("before");
            assertThat(reader.source().partitions().get(0).progress()).isEqualTo(Progress.BACKLOG);
            assertThat(reader.notices())
                    .filteredOn(notice -> notice.contains("open transaction"))
                    .singleElement()
                    .asString()
                    .startsWith(topic + "-0: the offsets 1 to 3 wait behind an open transaction, since 20");
            open.commitTransaction();
            assertThat(reader.untilRecords(4).all()).containsExactly("before", "pending", "behind 1", "behind 2");
            reader.untilProgress(Progress.AT_END);
        }
    }

    @Test
    void a_bounded_run_tells_of_records_behind_an_open_transaction() throws Exception {
        String topic = topic(1);
        broker.send(topic, 0, "before");
        try (KafkaProducer<byte[], byte[]> open = broker.openTransaction(topic, "pending");
                SourceReader reader = open(true, Map.of(), topic, "start", "earliest")) {
            assertThat(reader.untilProgress(Progress.ENDED).all()).containsExactly("before");
            assertThat(reader.notices()).singleElement().asString().contains("this run ends before them");
            assertThat(reader.source().partitions().get(0).notes()).containsOnly(Map.entry("open_transaction", 1L));
            open.abortTransaction();
        }
    }

    @Test
    void a_batch_that_unpacks_to_much_comes_in_pieces() throws Exception {
        String topic = topic(1);
        byte[] half = new byte[500_000];
        List<ProducerRecord<byte[], byte[]>> one = new ArrayList<>();
        for (int i = 0; i < 120; i++) {
            one.add(new ProducerRecord<>(topic, 0, i % 2 == 0 ? new byte[] {1} : null, half));
        }
        broker.send(
                one,
                "compression.type",
                "gzip",
                "linger.ms",
                "5000",
                "batch.size",
                "67108864",
                "buffer.memory",
                "134217728",
                "max.request.size",
                "134217728");
        Options options =
                SourceReader.options(factory(), "brokers", broker.address(), "topics", topic, "start", "earliest");
        Source source = factory().create(options, SourceReader.context(folder, true, 1 << 20, new ArrayList<>()));
        source.open(Map.of());
        long most = 0;
        List<Long> positions = new ArrayList<>();
        while (source.partitions().get(0).progress() != Progress.ENDED) {
            long[] bytes = new long[1];
            source.poll(
                    batch -> {
                        bytes[0] += batch.bytes();
                        for (int i = 0; i < batch.size(); i++) {
                            positions.add(batch.position(i));
                        }
                    },
                    Duration.ofMillis(100));
            most = Math.max(most, bytes[0]);
        }
        source.close();
        assertThat(positions).hasSize(120).isSorted().doesNotHaveDuplicates();
        assertThat(most).isLessThanOrEqualTo(17L << 20).isPositive();
    }

    @Test
    void of_a_record_that_is_too_long_only_so_much_is_kept_that_it_is_seen() throws Exception {
        String topic = topic(1);
        broker.send(topic, 0, "x".repeat(500));
        Options options =
                SourceReader.options(factory(), "brokers", broker.address(), "topics", topic, "start", "earliest");
        List<String> notices = new ArrayList<>();
        try (SourceReader reader = new SourceReader(
                factory().create(options, SourceReader.context(folder, true, 100, notices)), Map.of(), notices)) {
            assertThat(reader.untilProgress(Progress.ENDED).all()).containsExactly("x".repeat(101));
        }
    }

    @Test
    void goes_on_when_the_broker_was_away_and_says_so_once(@TempDir Path otherFolder) throws Exception {
        try (TestBroker other = new TestBroker(otherFolder)) {
            other.createTopic("x", 1);
            List<String> notices = new CopyOnWriteArrayList<>();
            Options options =
                    SourceReader.options(factory(), "brokers", other.address(), "topics", "x", "start", "earliest");
            try (SourceReader reader = new SourceReader(
                    factory().create(options, SourceReader.context(folder, false, 1_000, notices)),
                    Map.of(),
                    notices)) {
                other.send("x", 0, "one");
                reader.untilRecords(1).untilProgress(Progress.AT_END);
                other.stop();
                // Long before it is told: a partition that is silent for another reason than that there is nothing is
                // not idle.
                reader.until(() -> reader.source().partitions().get(0).progress() == Progress.BACKLOG);
                reader.until(() -> !notices.isEmpty());
                assertThat(notices).singleElement().asString().startsWith("cannot reach " + other.address());
                assertThat(reader.source().partitions().get(0).progress()).isEqualTo(Progress.BACKLOG);
                other.startAgain();
                other.send("x", 0, "two");
                reader.untilRecords(2);
                assertThat(reader.all()).containsExactly("one", "two");
                // A broker that is slow once it is back may be another outage.
                assertThat(notices.get(1)).contains("answers again");
                assertThat(notices.subList(2, notices.size()).stream()
                                .filter(notice -> notice.startsWith("cannot reach")))
                        .hasSameSizeAs(notices.stream()
                                .skip(2)
                                .filter(notice -> notice.contains("answers again"))
                                .toList());
            }
        }
    }

    @Test
    void logs_in_and_a_refused_login_is_an_error_that_does_not_tell_the_password() throws Exception {
        String topic = topic(1);
        broker.send(topic, 0, "secret news");
        Object[] login = {
            "brokers",
            broker.loginAddress(),
            "topics",
            topic,
            "start",
            "earliest",
            "security_protocol",
            "sasl_plaintext",
            "username",
            "me",
            "password",
            "open sesame"
        };
        try (SourceReader reader = SourceReader.open(factory(), folder, true, Map.of(), login)) {
            assertThat(reader.untilProgress(Progress.ENDED).all()).containsExactly("secret news");
        }
        login[login.length - 1] = "wrong barley";
        assertThatThrownBy(() -> SourceReader.open(factory(), folder, true, Map.of(), login))
                .isInstanceOfSatisfying(NilometerException.class, e -> {
                    assertThat(e.problem().code()).isEqualTo("kafka-login");
                    assertThat(e.problem().toString())
                            .contains("sasl_mechanism")
                            .doesNotContain("barley");
                });
    }

    @Test
    void opening_waits_for_brokers_until_it_is_woken() throws Exception {
        List<String> notices = new CopyOnWriteArrayList<>();
        Options options = SourceReader.options(factory(), "brokers", "127.0.0.1:1", "topics", "x");
        Source source = factory().create(options, SourceReader.context(folder, true, 1_000, notices));
        Thread waker = new Thread(() -> {
            while (notices.isEmpty()) {
                Thread.onSpinWait();
            }
            source.wakeUp();
        });
        waker.start();
        source.open(Map.of());
        waker.join();
        assertThat(source.partitions()).isEmpty();
        assertThat(notices).singleElement().asString().startsWith("cannot reach 127.0.0.1:1");
        long start = System.nanoTime();
        source.close();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
    }

    @Test
    void check_refuses_settings_that_load_classes_and_names_the_nearest_of_unknown_ones() {
        Options options = SourceReader.options(
                factory(),
                "brokers",
                "localhost",
                "topics",
                "a b",
                "options",
                Map.of(
                        "sasl.jaas.config",
                        "x",
                        "interceptor.classes",
                        "x",
                        "fetch.max.byte",
                        "1",
                        "fetch.min.bytes",
                        "2"));
        List<Problem> problems = factory().check(options, Place.NOWHERE);
        assertThat(problems)
                .extracting(Problem::code)
                .containsExactlyInAnyOrder(
                        "bad-address", "bad-topic", "refused-option", "refused-option", "unknown-option");
        assertThat(problems).anyMatch(problem -> problem.remedy().contains("fetch.max.bytes"));
    }
}
