package io.nilometer.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

class DemoBrokerTest {

    @Test
    void keeps_what_is_written_until_it_is_closed_and_leaves_nothing_behind() throws Exception {
        Set<Path> before = brokerDirectories();
        List<String> notices = new ArrayList<>();
        DemoBroker broker = DemoBroker.start(FreePort.any(), notices::add);
        try {
            assertThat(notices).isEmpty();
            broker.createTopics(List.of("logs"), 2);
            broker.createTopics(List.of("logs"), 2); // again: no failure

            write(broker, "hello");

            assertThat(read(broker)).isEqualTo("hello");
        } finally {
            Instant start = Instant.now();
            broker.close();
            assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(30));
        }
        assertThat(brokerDirectories()).isEqualTo(before);
        broker.close(); // a second time does nothing
    }

    @Test
    void takes_another_port_when_the_usual_one_is_taken_and_says_so() throws Exception {
        List<String> notices = new ArrayList<>();
        try (ServerSocket taken = new ServerSocket(0);
                DemoBroker broker = DemoBroker.start(taken.getLocalPort(), notices::add);
                Socket connection = new Socket()) {
            String port = broker.address().substring(broker.address().indexOf(':') + 1);

            assertThat(broker.address()).startsWith("127.0.0.1:");
            assertThat(notices).containsExactly("port " + taken.getLocalPort() + " is taken, using " + port);
            connection.connect(new InetSocketAddress("127.0.0.1", Integer.parseInt(port)), 30_000);
        }
    }

    @Test
    void two_that_start_at_once_both_get_a_port() throws Exception {
        int wanted = FreePort.any();
        List<String> notices = java.util.Collections.synchronizedList(new ArrayList<>());
        Set<Path> before = brokerDirectories();
        var first = CompletableFuture.supplyAsync(() -> DemoBroker.start(wanted, notices::add));
        var second = CompletableFuture.supplyAsync(() -> DemoBroker.start(wanted, notices::add));
        try (DemoBroker one = first.get(60, TimeUnit.SECONDS);
                DemoBroker two = second.get(60, TimeUnit.SECONDS)) {
            assertThat(one.address()).isNotEqualTo(two.address());
        }
        assertThat(brokerDirectories()).isEqualTo(before);
    }

    private static void write(DemoBroker broker, String value) throws Exception {
        Map<String, Object> settings = Map.of("bootstrap.servers", broker.address(), "linger.ms", 0);
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>("logs", 0, "key", value)).get();
        }
    }

    private static String read(DemoBroker broker) {
        Map<String, Object> settings = Map.of("bootstrap.servers", broker.address(), "auto.offset.reset", "earliest");
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            consumer.assign(List.of(new TopicPartition("logs", 0)));
            var records = consumer.poll(Duration.ofSeconds(60));
            return records.iterator().next().value();
        }
    }

    /** Those of this process: other tests on this machine have their own. */
    private static Set<Path> brokerDirectories() throws Exception {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return Set.copyOf(files.filter(f -> f.getFileName().toString().startsWith(DemoBroker.DIRECTORY))
                    .toList());
        }
    }
}
