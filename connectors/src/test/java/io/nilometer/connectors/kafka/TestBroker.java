package io.nilometer.connectors.kafka;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/** A real broker in this JVM, on loopback, that can be stopped and started again on the same port. */
final class TestBroker implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Path folder;
    private final int port;
    private final int controllerPort;
    private final int loginPort;
    private KafkaRaftServer server;

    TestBroker(Path folder) throws Exception {
        this.folder = folder;
        this.port = freePort();
        this.controllerPort = freePort();
        this.loginPort = freePort();
        new Formatter()
                .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                .setNodeId(1)
                .setClusterId(Uuid.randomUuid().toString())
                .setControllerListenerName("CONTROLLER")
                .setMetadataLogDirectory(folder.toString())
                .setDirectories(List.of(folder.toString()))
                .setReleaseVersion(MetadataVersion.LATEST_PRODUCTION)
                .run();
        server = start();
    }

    private KafkaRaftServer start() {
        Map<String, String> settings = new HashMap<>();
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", "1");
        settings.put("log.dirs", folder.toString());
        settings.put(
                "listeners",
                "PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort + ",LOGIN://127.0.0.1:"
                        + loginPort);
        settings.put("advertised.listeners", "PLAINTEXT://127.0.0.1:" + port + ",LOGIN://127.0.0.1:" + loginPort);
        settings.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,LOGIN:SASL_PLAINTEXT");
        settings.put("sasl.enabled.mechanisms", "PLAIN");
        settings.put(
                "listener.name.login.plain.sasl.jaas.config",
                "org.apache.kafka.common.security.plain.PlainLoginModule required user_me=\"open sesame\";");
        settings.put("controller.listener.names", "CONTROLLER");
        settings.put("controller.quorum.voters", "1@127.0.0.1:" + controllerPort);
        settings.put("offsets.topic.replication.factor", "1");
        settings.put("offsets.topic.num.partitions", "1");
        settings.put("transaction.state.log.replication.factor", "1");
        settings.put("transaction.state.log.min.isr", "1");
        settings.put("transaction.state.log.num.partitions", "1");
        settings.put("auto.create.topics.enable", "false");
        settings.put("group.initial.rebalance.delay.ms", "0");
        settings.put("log.cleaner.enable", "false");
        // On a machine that is busy, heartbeats come late: a topic of a broker that counts as dead has no leader. One
        // that
        // takes its leave may be there again before its session would be over.
        settings.put("broker.session.timeout.ms", Long.toString(PATIENCE.toMillis()));
        settings.put("controlled.shutdown.enable", "true");
        KafkaRaftServer started = new KafkaRaftServer(new KafkaConfig(settings, false), Time.SYSTEM);
        started.startup();
        return started;
    }

    String address() {
        return "127.0.0.1:" + port;
    }

    /** Where the user {@code me} must log in with {@code open sesame}. */
    String loginAddress() {
        return "127.0.0.1:" + loginPort;
    }

    void stop() {
        server.shutdown();
        server.awaitShutdown();
    }

    void startAgain() {
        server = start();
    }

    /** Returns when every partition has a leader: a topic is made before it can be written to. */
    void createTopic(String name, int partitions) throws ExecutionException, InterruptedException {
        createTopic(name, partitions, Map.of());
    }

    /** @param settings of the topic, by Kafka's names */
    void createTopic(String name, int partitions, Map<String, String> settings)
            throws ExecutionException, InterruptedException {
        try (Admin admin = admin()) {
            admin.createTopics(List.of(new NewTopic(name, partitions, (short) 1).configs(settings)))
                    .all()
                    .get();
            awaitLeaders(admin, name, partitions);
        }
    }

    /** Deletes a topic and makes another one of its name, which takes a moment. */
    void createAnew(String name, int partitions) throws ExecutionException, InterruptedException {
        deleteTopic(name);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                createTopic(name, partitions);
                return;
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof TopicExistsException) || System.nanoTime() > deadline) {
                    throw e;
                }
            }
        }
    }

    /** Writes these to the first partition in a transaction that goes on until the producer is asked to end it. */
    KafkaProducer<byte[], byte[]> openTransaction(String topic, String... values) {
        KafkaProducer<byte[], byte[]> producer = producer("transactional.id", "open-" + topic);
        producer.initTransactions();
        producer.beginTransaction();
        records(topic, 0, values).forEach(producer::send);
        producer.flush();
        return producer;
    }

    private static void awaitLeaders(Admin admin, String name, int partitions)
            throws ExecutionException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (leaders(admin, name) < partitions) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("after " + PATIENCE + " not every partition of " + name + " has a leader");
            }
            Thread.onSpinWait();
        }
    }

    private static long leaders(Admin admin, String name) throws ExecutionException, InterruptedException {
        try {
            return admin.describeTopics(List.of(name)).allTopicNames().get().get(name).partitions().stream()
                    .filter(partition -> partition.leader() != null)
                    .count();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return 0;
            }
            throw e;
        }
    }

    void deleteTopic(String name) throws ExecutionException, InterruptedException {
        try (Admin admin = admin()) {
            admin.deleteTopics(List.of(name)).all().get();
        }
    }

    /** Sets settings of a topic, and returns when the broker works by them. */
    void configure(String topic, Map<String, String> settings) throws ExecutionException, InterruptedException {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        List<AlterConfigOp> changes = settings.entrySet().stream()
                .map(entry ->
                        new AlterConfigOp(new ConfigEntry(entry.getKey(), entry.getValue()), AlterConfigOp.OpType.SET))
                .toList();
        try (Admin admin = admin()) {
            admin.incrementalAlterConfigs(Map.of(resource, changes)).all().get();
        }
    }

    void addPartitions(String name, int total) throws ExecutionException, InterruptedException {
        try (Admin admin = admin()) {
            admin.createPartitions(Map.of(name, NewPartitions.increaseTo(total)))
                    .all()
                    .get();
            awaitLeaders(admin, name, total);
        }
    }

    void deleteBefore(TopicPartition partition, long offset) throws ExecutionException, InterruptedException {
        try (Admin admin = admin()) {
            admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(offset)))
                    .all()
                    .get();
        }
    }

    private Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", address()));
    }

    void send(String topic, int partition, String... values) {
        send(records(topic, partition, values));
    }

    private static List<ProducerRecord<byte[], byte[]>> records(String topic, int partition, String... values) {
        return Arrays.stream(values)
                .map(value -> new ProducerRecord<byte[], byte[]>(
                        topic, partition, null, value.getBytes(StandardCharsets.UTF_8)))
                .toList();
    }

    /** Writes these to the first partition, and returns when readers see how it has ended. */
    void transaction(String topic, boolean commit, String... values) {
        String[] id = {"transactional.id", "tx-" + topic};
        try (KafkaProducer<byte[], byte[]> producer = producer(id)) {
            producer.initTransactions();
            producer.beginTransaction();
            records(topic, 0, values).forEach(producer::send);
            producer.flush();
            if (commit) {
                producer.commitTransaction();
            } else {
                producer.abortTransaction();
            }
        }
        // The marks of a transaction are written after it counts as ended; the next of its name waits for them.
        try (KafkaProducer<byte[], byte[]> next = producer(id)) {
            next.initTransactions();
        }
    }

    /** Writes these, or fails within {@link #PATIENCE}: closing a producer alone says nothing of what it could not write. */
    void send(List<ProducerRecord<byte[], byte[]>> records, String... more) {
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        try (KafkaProducer<byte[], byte[]> producer = producer(more)) {
            records.forEach(record -> sent.add(producer.send(record)));
        }
        for (Future<RecordMetadata> one : sent) {
            try {
                one.get();
            } catch (ExecutionException | InterruptedException e) {
                throw new AssertionError("a record was not written", e);
            }
        }
    }

    /**
     * In order without sequence numbers, unless {@code more} asks for a transaction: a new broker gives out numbers of producers only
     * after its controller has given it some.
     */
    KafkaProducer<byte[], byte[]> producer(String... more) {
        Map<String, Object> settings = new HashMap<>(Map.of("bootstrap.servers", address(), "linger.ms", "5"));
        settings.put("max.in.flight.requests.per.connection", "1");
        settings.put("enable.idempotence", List.of(more).contains("transactional.id"));
        settings.put("request.timeout.ms", "5000");
        settings.put("delivery.timeout.ms", Long.toString(PATIENCE.toMillis()));
        settings.put("max.block.ms", Long.toString(PATIENCE.toMillis()));
        for (int i = 0; i < more.length; i += 2) {
            settings.put(more[i], more[i + 1]);
        }
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        stop();
    }
}
