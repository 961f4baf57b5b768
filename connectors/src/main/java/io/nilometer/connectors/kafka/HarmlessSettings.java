package io.nilometer.connectors.kafka;

import io.nilometer.api.Place;
import io.nilometer.api.Problem;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Client settings that a pipeline file may change: none that loads classes, holds secrets or breaks our own promises. */
final class HarmlessSettings {

    private static final Set<String> BOTH = Set.of(
            "client.dns.lookup",
            "client.rack",
            "connections.max.idle.ms",
            "metadata.max.age.ms",
            "receive.buffer.bytes",
            "send.buffer.bytes",
            "reconnect.backoff.ms",
            "reconnect.backoff.max.ms",
            "request.timeout.ms",
            "retry.backoff.ms",
            "retry.backoff.max.ms",
            "socket.connection.setup.timeout.ms",
            "socket.connection.setup.timeout.max.ms",
            "ssl.cipher.suites",
            "ssl.enabled.protocols",
            "ssl.endpoint.identification.algorithm",
            "ssl.protocol");

    static final Set<String> OF_SOURCE = with(
            "check.crcs",
            "fetch.max.bytes",
            "fetch.max.wait.ms",
            "fetch.min.bytes",
            "isolation.level",
            "max.partition.fetch.bytes",
            "max.poll.records");

    static final Set<String> OF_SINK = with(
            "batch.size",
            "buffer.memory",
            "compression.type",
            "compression.gzip.level",
            "compression.lz4.level",
            "compression.zstd.level",
            "delivery.timeout.ms",
            "linger.ms",
            "max.block.ms",
            "max.request.size");

    private HarmlessSettings() {}

    private static Set<String> with(String... more) {
        Set<String> all = new TreeSet<>(BOTH);
        all.addAll(Set.of(more));
        return Set.copyOf(all);
    }

    static Optional<Problem> problemOf(String name, Set<String> harmless, Place place) {
        if (harmless.contains(name)) {
            return Optional.empty();
        }
        if (isRefused(name)) {
            return Optional.of(Problem.error(
                    "refused-option",
                    "kafka: options: " + name
                            + " may not be set here: it loads classes, holds a secret, or is ours to set",
                    "leave it out; for logins and certificates there are security_protocol, username, password and ssl_truststore",
                    place));
        }
        String nearest = harmless.stream()
                .min(Comparator.comparingInt((String known) -> distance(name, known))
                        .thenComparing(known -> known))
                .orElse("");
        return Optional.of(Problem.error(
                "unknown-option",
                "kafka: options: there is no setting " + name + " that may be set here",
                "did you mean " + nearest + "?",
                place));
    }

    private static boolean isRefused(String name) {
        return name.startsWith("sasl.")
                || name.contains("password")
                || name.contains("class")
                || name.contains("interceptor")
                || name.contains("serializer")
                || name.contains("reporter")
                || name.contains("provider")
                || name.contains("engine.factory")
                || name.contains("keystore")
                || name.contains("truststore")
                || name.startsWith("group.")
                || name.startsWith("auto.")
                || name.startsWith("enable.")
                || Set.of(
                                "acks",
                                "bootstrap.servers",
                                "client.id",
                                "partition.assignment.strategy",
                                "security.protocol",
                                "transactional.id",
                                "retries",
                                "max.in.flight.requests.per.connection")
                        .contains(name);
    }

    /** The edit distance of Levenshtein. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(change, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
