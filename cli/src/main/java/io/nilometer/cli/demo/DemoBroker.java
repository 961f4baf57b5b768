package io.nilometer.cli.demo;

import io.nilometer.api.NilometerException;
import io.nilometer.core.run.TemporaryDirectory;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/**
 * A single-node Kafka broker in this process, for demonstrations and tests: reachable from this machine only, its data in
 * a directory that goes with it. {@link #close} may be called from any thread and more than once.
 */
public final class DemoBroker implements AutoCloseable {

    /** Where Kafka clients look when nobody tells them. */
    public static final int USUAL_PORT = 9092;

    /** Data that a broker that was killed has left behind carries the number of its process. */
    static final String DIRECTORY =
            "nilometer-broker-" + ProcessHandle.current().pid() + "-";

    private static final int ATTEMPTS = 3;
    private static final String LOOPBACK = "127.0.0.1";

    private final KafkaRaftServer server;
    private final TemporaryDirectory directory;
    private final int port;
    private boolean closed;

    private DemoBroker(KafkaRaftServer server, TemporaryDirectory directory, int port) {
        this.server = server;
        this.directory = directory;
        this.port = port;
    }

    /**
     * Starts a broker and returns when it takes connections.
     *
     * @param wantedPort taken when it is free; else another one, and {@code notice} is told
     */
    public static DemoBroker start(int wantedPort, Consumer<String> notice) {
        NilometerException failure = null;
        // Between looking for free ports and listening on them somebody else may take one.
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            try {
                return startAt(FreePort.near(wantedPort, notice));
            } catch (NilometerException e) {
                failure = e;
            }
        }
        throw Objects.requireNonNull(failure);
    }

    /** Starts a broker at any free port. */
    public static DemoBroker start() {
        return start(FreePort.any(), notice -> {});
    }

    private static DemoBroker startAt(int port) {
        TemporaryDirectory directory = TemporaryDirectory.create(DIRECTORY);
        KafkaRaftServer server = null;
        try {
            server = new KafkaRaftServer(configure(directory.path(), port, FreePort.any()), Time.SYSTEM);
            server.startup();
            return new DemoBroker(server, directory, port);
        } catch (Exception e) {
            if (server != null) {
                // What has started of it would go on writing into the directory.
                server.shutdown();
                server.awaitShutdown();
            }
            directory.close();
            throw new NilometerException(
                    "broker-failed",
                    "the Kafka broker of the demonstration did not start: " + e.getMessage(),
                    "run it again with --verbose to see more; the demonstration needs about 300 MB of memory and a free port",
                    e);
        }
    }

    /** What Kafka clients call {@code bootstrap.servers}. */
    public String address() {
        return LOOPBACK + ":" + port;
    }

    /** Creates topics that do not exist yet and waits until they do. */
    public void createTopics(Collection<String> topics, int partitions) {
        List<NewTopic> wanted = topics.stream()
                .map(name -> new NewTopic(name, partitions, (short) 1))
                .toList();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", address()))) {
            for (var creation : admin.createTopics(wanted).values().entrySet()) {
                await(creation.getKey(), creation.getValue());
            }
        }
    }

    private static void await(String topic, org.apache.kafka.common.KafkaFuture<Void> created) {
        try {
            created.get(20, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw cannotCreate(topic, e.getCause());
            }
        } catch (TimeoutException e) {
            throw cannotCreate(topic, new TimeoutException("no answer in 20 s"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw cannotCreate(topic, e);
        }
    }

    private static NilometerException cannotCreate(String topic, Throwable cause) {
        return new NilometerException(
                "topic-failed",
                "the demonstration's broker cannot create the topic '" + topic + "': " + cause.getMessage(),
                "use a topic name of letters, digits, '.', '_' and '-'",
                cause);
    }

    /** Stops the broker and deletes its data. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            server.shutdown();
            server.awaitShutdown();
        } finally {
            directory.close();
        }
    }

    private static KafkaConfig configure(Path directory, int port, int controllerPort) throws Exception {
        String data = directory.resolve("data").toString();
        format(data);
        Map<String, String> settings = new HashMap<>();
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", "1");
        settings.put("controller.quorum.voters", "1@" + LOOPBACK + ":" + controllerPort);
        settings.put("controller.listener.names", "CONTROLLER");
        settings.put("listener.security.protocol.map", "CLIENTS:PLAINTEXT,CONTROLLER:PLAINTEXT");
        settings.put("inter.broker.listener.name", "CLIENTS");
        settings.put(
                "listeners", "CLIENTS://" + LOOPBACK + ":" + port + ",CONTROLLER://" + LOOPBACK + ":" + controllerPort);
        settings.put("advertised.listeners", "CLIENTS://" + LOOPBACK + ":" + port);
        settings.put("log.dirs", data);
        // One node: every internal topic has one replica, and few partitions start faster.
        settings.put("offsets.topic.replication.factor", "1");
        settings.put("offsets.topic.num.partitions", "1");
        settings.put("transaction.state.log.replication.factor", "1");
        settings.put("transaction.state.log.min.isr", "1");
        settings.put("transaction.state.log.num.partitions", "1");
        settings.put("group.initial.rebalance.delay.ms", "0");
        // Nobody takes over: a controlled shutdown would only wait, and a busy machine's heartbeats may be late.
        settings.put("controlled.shutdown.enable", "false");
        settings.put("broker.session.timeout.ms", "60000");
        // A demonstration may run for days: old traffic goes.
        settings.put("log.segment.bytes", String.valueOf(64 << 20));
        settings.put("log.retention.bytes", String.valueOf(256 << 20));
        settings.put("log.retention.check.interval.ms", "10000");
        settings.put("log.cleaner.dedupe.buffer.size", String.valueOf(4 << 20));
        settings.put("num.network.threads", "1");
        settings.put("num.io.threads", "2");
        settings.put("background.threads", "2");
        return new KafkaConfig(settings, false);
    }

    private static void format(String data) throws Exception {
        new Formatter()
                .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                .setClusterId(Uuid.randomUuid().toString())
                .setNodeId(1)
                .setReleaseVersion(MetadataVersion.latestProduction())
                .setControllerListenerName("CONTROLLER")
                .setMetadataLogDirectory(data)
                .addDirectory(data)
                .run();
    }
}
