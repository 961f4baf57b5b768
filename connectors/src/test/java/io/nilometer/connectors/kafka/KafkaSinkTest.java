package io.nilometer.connectors.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nilometer.api.NilometerException;
import io.nilometer.api.RecordBatch;
import io.nilometer.api.Row;
import io.nilometer.api.RowsRefused;
import io.nilometer.api.Sink;
import io.nilometer.api.SinkContext;
import io.nilometer.api.SinkFactory;
import io.nilometer.api.Source.Progress;
import io.nilometer.connectors.SinkContract;
import io.nilometer.connectors.SourceReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaSinkTest extends SinkContract {

    @TempDir
    static Path brokerFolder;

    private static TestBroker broker;
    private static int runs;

    private String prefix;

    @BeforeAll
    static void start() throws Exception {
        broker = new TestBroker(brokerFolder);
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @BeforeEach
    void topics() throws Exception {
        prefix = "run" + runs++ + "-";
        broker.createTopic(prefix + "numbers", 1);
        broker.createTopic(prefix + "others", 1);
    }

    @Override
    protected SinkFactory factory() {
        return new KafkaSinkFactory();
    }

    @Override
    protected Object[] options() {
        return new Object[] {"brokers", broker.address(), "topic", prefix + "{name}"};
    }

    @Override
    protected List<Long> arrived() {
        List<Long> numbers = new ArrayList<>();
        for (String json : read().all()) {
            assertThat(json).matches("\\{\"n\":\\d+,\"word\":\"word \\d+\"}");
            numbers.add(Long.parseLong(json.substring(5, json.indexOf(','))));
        }
        return numbers;
    }

    private SourceReader read() {
        try (SourceReader reader = SourceReader.open(
                new KafkaSourceFactory(),
                folder,
                true,
                Map.of(),
                "brokers",
                broker.address(),
                "topics",
                prefix + "numbers",
                "start",
                "earliest")) {
            return reader.untilProgress(Progress.ENDED);
        }
    }

    private Sink with(Object... options) {
        return factory()
                .create(
                        SourceReader.options(factory(), options),
                        new SinkContext("p", "out", folder, List.of(NUMBERS), notices::add));
    }

    @Test
    void key_and_value_may_be_columns() throws Exception {
        try (Sink sink = with("brokers", broker.address(), "topic", prefix + "{name}", "key", "word", "value", "n")) {
            sink.write(new Sink.Batch("i", 0, List.of(batch(0, 4, 5).outputs().get(0))));
        }
        try (Sink sink = with("brokers", broker.address(), "topic", prefix + "{name}", "key", List.of("n", "word"))) {
            sink.write(new Sink.Batch("i", 1, List.of(batch(1, 5, 6).outputs().get(0))));
        }
        SourceReader reader = read();
        assertThat(reader.all()).containsExactly("4", "{\"n\":5,\"word\":\"word 5\"}");
        RecordBatch batch = reader.batches().get(0);
        assertThat(batch.key(0)).asString().isEqualTo("word 4");
        assertThat(batch.key(1)).asString().isEqualTo("[5,\"word 5\"]");
    }

    @Test
    void a_column_that_is_not_there_is_an_error_that_names_those_that_are() {
        assertThatThrownBy(() -> with("brokers", broker.address(), "key", "user"))
                .isInstanceOfSatisfying(
                        NilometerException.class,
                        e -> assertThat(e.problem().remedy()).contains("n, word"));
    }

    @Test
    void a_batch_that_could_not_be_written_is_an_error_and_goes_through_later() throws Exception {
        try (Sink sink = with(
                "brokers", broker.address(), "topic", prefix + "later", "options", Map.of("max.block.ms", "500"))) {
            Sink.Batch batch =
                    new Sink.Batch("i", 0, List.of(batch(0, 0, 1).outputs().get(0)));
            assertThatThrownBy(() -> sink.write(batch))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(prefix + "later");
            broker.createTopic(prefix + "later", 1);
            writeAtLast(sink, batch);
        }
    }

    /** Long and short words to a topic that takes 2,000 bytes; compacted ones want keys. */
    private void refuses(Map<String, String> settings, Object... more) throws Exception {
        String topic = prefix + "small";
        broker.createTopic(topic, 1, settings);
        List<Object> options = new ArrayList<>(List.of("brokers", broker.address(), "topic", topic));
        options.addAll(List.of(more));
        List<Row> rows = new ArrayList<>();
        for (long n = 0; n < 200; n++) {
            rows.add(Row.of(Arrays.asList(n, n % 50 == 7 ? "x".repeat(3_000) : "word")));
        }
        try (Sink sink = with(options.toArray())) {
            assertThatThrownBy(() -> sink.write(new Sink.Batch("i", 0, List.of(new Sink.Rows(NUMBERS, rows)))))
                    .isInstanceOfSatisfying(RowsRefused.class, refused -> {
                        assertThat(refused.rows())
                                .extracting(one -> one.row().get(0))
                                .containsExactly(7L, 57L, 107L, 157L);
                        assertThat(refused.rows())
                                .allSatisfy(one -> assertThat(one.reason()).contains("larger than"));
                    });
            sink.write(new Sink.Batch("i", 1, List.of(new Sink.Rows(NUMBERS, rows.subList(0, 5)))));
        }
        try (SourceReader reader = reader(topic)) {
            assertThat(reader.untilProgress(Progress.ENDED).all())
                    .hasSize(196 + 5)
                    .allMatch(v -> v.contains("word"));
        }
    }

    @Test
    void rows_that_the_topic_finds_too_large_are_refused_and_the_others_go_on() throws Exception {
        refuses(Map.of("max.message.bytes", "2000"));
    }

    @Test
    void rows_that_the_client_finds_too_large_are_refused_and_the_others_go_on() throws Exception {
        refuses(Map.of(), "options", Map.of("max.request.size", "2000"));
    }

    @Test
    void a_limit_that_comes_while_the_sink_runs_refuses_rows_too() throws Exception {
        String topic = prefix + "narrowed";
        broker.createTopic(topic, 1);
        try (Sink sink = with(
                "brokers",
                broker.address(),
                "topic",
                topic,
                "options",
                Map.of("delivery.timeout.ms", "2500", "request.timeout.ms", "2000"))) {
            Row large = Row.of(Arrays.asList(1L, "x".repeat(3_000)));
            Row small = Row.of(Arrays.asList(2L, "word"));
            sink.write(new Sink.Batch("i", 0, List.of(new Sink.Rows(NUMBERS, List.of(large, small)))));
            broker.configure(topic, Map.of("max.message.bytes", "2000"));
            assertThatThrownBy(() -> sink.write(
                            new Sink.Batch("i", 1, List.of(new Sink.Rows(NUMBERS, List.of(large, small, small))))))
                    .isInstanceOfSatisfying(RowsRefused.class, refused -> assertThat(refused.rows())
                            .singleElement()
                            .satisfies(one -> assertThat(one.row()).isEqualTo(large)));
        }
    }

    @Test
    void a_row_without_key_is_refused_by_a_compacted_topic_and_those_sent_with_it_go_on() throws Exception {
        String topic = prefix + "compacted";
        broker.createTopic(topic, 1, Map.of("cleanup.policy", "compact"));
        try (Sink sink = with("brokers", broker.address(), "topic", topic, "key", "word")) {
            List<Row> rows = List.of(
                    Row.of(Arrays.asList(1L, "a")), Row.of(Arrays.asList(2L, null)), Row.of(Arrays.asList(3L, "b")));
            assertThatThrownBy(() -> sink.write(new Sink.Batch("i", 0, List.of(new Sink.Rows(NUMBERS, rows)))))
                    .isInstanceOfSatisfying(RowsRefused.class, refused -> assertThat(refused.rows())
                            .singleElement()
                            .satisfies(one -> assertThat(one.row().get(0)).isEqualTo(2L)));
        }
        try (SourceReader reader = reader(topic)) {
            assertThat(reader.untilProgress(Progress.ENDED).all())
                    .containsExactlyInAnyOrder("{\"n\":1,\"word\":\"a\"}", "{\"n\":3,\"word\":\"b\"}");
        }
    }

    /** Of the whole topic. */
    private SourceReader reader(String topic) {
        return SourceReader.open(
                new KafkaSourceFactory(),
                folder,
                true,
                Map.of(),
                "brokers",
                broker.address(),
                "topics",
                topic,
                "start",
                "earliest");
    }

    /** As delivery does: again and again, and half a second may be short for the first of them. */
    private static void writeAtLast(Sink sink, Sink.Batch batch) throws Exception {
        long deadline = System.nanoTime() + SourceReader.PATIENCE.toNanos();
        while (true) {
            try {
                sink.write(batch);
                return;
            } catch (IOException e) {
                assertThat(System.nanoTime()).as("%s", e).isLessThan(deadline);
            }
        }
    }
}
