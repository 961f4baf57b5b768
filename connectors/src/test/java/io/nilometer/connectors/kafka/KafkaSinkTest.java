package io.nilometer.connectors.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nilometer.api.NilometerException;
import io.nilometer.api.RecordBatch;
import io.nilometer.api.Sink;
import io.nilometer.api.SinkContext;
import io.nilometer.api.SinkFactory;
import io.nilometer.api.Source.Progress;
import io.nilometer.connectors.SinkContract;
import io.nilometer.connectors.SourceReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
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
