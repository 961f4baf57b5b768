package io.nilometer.connectors.kafka;

import io.nilometer.api.Option;
import io.nilometer.api.OptionType;
import io.nilometer.api.Options;
import io.nilometer.api.Place;
import io.nilometer.api.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The options with which source and sink reach a cluster, and the client settings that they make. */
final class KafkaConnection {

    static final Option<List<String>> BROKERS = Option.required(
            "brokers", OptionType.TEXTS, "where to find the cluster: host:port, several in a list or with commas");
    static final Option<String> SECURITY_PROTOCOL = Option.of(
            "security_protocol",
            named("plaintext", "ssl", "sasl_plaintext", "sasl_ssl"),
            "plaintext",
            "whether the connection is encrypted (ssl) and whether we log in (sasl)");
    static final Option<String> SASL_MECHANISM =
            Option.of("sasl_mechanism", named("plain", "scram-sha-256", "scram-sha-512"), "plain", "how we log in");
    static final Option<String> USERNAME = Option.optional("username", OptionType.TEXT, "the user of sasl");
    static final Option<String> PASSWORD =
            Option.optional("password", OptionType.TEXT, "the user's password").asSecret();
    static final Option<String> TRUSTSTORE = Option.optional(
            "ssl_truststore",
            OptionType.TEXT,
            "file with the authorities to trust: .jks, .p12 or .pem; otherwise those that Java trusts");
    static final Option<String> TRUSTSTORE_PASSWORD = Option.optional(
                    "ssl_truststore_password", OptionType.TEXT, "of the truststore")
            .asSecret();
    static final Option<String> KEYSTORE =
            Option.optional("ssl_keystore", OptionType.TEXT, "file with our own certificate: .jks, .p12 or .pem");
    static final Option<String> KEYSTORE_PASSWORD = Option.optional(
                    "ssl_keystore_password", OptionType.TEXT, "of the keystore")
            .asSecret();
    static final Option<String> KEY_PASSWORD = Option.optional(
                    "ssl_key_password", OptionType.TEXT, "of the key in the keystore")
            .asSecret();
    static final Option<Map<String, String>> OPTIONS = Option.of(
            "options",
            OptionType.TEXT_MAP,
            Map.of(),
            "further settings of the Kafka client by their own names, from a list of harmless ones");

    static final List<Option<?>> ALL = List.of(
            BROKERS,
            SECURITY_PROTOCOL,
            SASL_MECHANISM,
            USERNAME,
            PASSWORD,
            TRUSTSTORE,
            TRUSTSTORE_PASSWORD,
            KEYSTORE,
            KEYSTORE_PASSWORD,
            KEY_PASSWORD,
            OPTIONS);

    private KafkaConnection() {}

    static String brokers(Options options) {
        return String.join(",", options.get(BROKERS)).replace(" ", "");
    }

    /** A check asks no broker. */
    static List<String> unseen(Options options, String what) {
        List<String> brokers = options.find(BROKERS);
        return List.of("whether " + (brokers == null ? "the brokers" : String.join(",", brokers))
                + " can be reached and " + what);
    }

    /** @param harmless the client settings that {@link #OPTIONS} may hold */
    static List<Problem> check(Options options, Set<String> harmless, Place place) {
        List<Problem> problems = new ArrayList<>();
        for (String broker : brokers(options).split(",", -1)) {
            if (!broker.matches("(\\[[0-9a-fA-F:.]+]|[A-Za-z0-9_.-]+):\\d{1,5}")) {
                problems.add(Problem.error(
                        "bad-address",
                        "kafka: brokers: '" + broker + "' is not host:port",
                        "write it as localhost:9092",
                        place));
            }
        }
        boolean sasl = options.get(SECURITY_PROTOCOL).startsWith("sasl");
        boolean named = options.has(USERNAME) && options.has(PASSWORD);
        if (sasl && !named) {
            problems.add(Problem.error(
                    "missing-login",
                    "kafka: security_protocol " + options.get(SECURITY_PROTOCOL) + " needs username and password",
                    "add both; a password can be written as ${file:/run/secrets/kafka}",
                    place));
        }
        if (!sasl && (options.has(USERNAME) || options.has(PASSWORD) || options.has(SASL_MECHANISM))) {
            problems.add(Problem.error(
                    "login-unused",
                    "kafka: a login is given, but security_protocol " + options.get(SECURITY_PROTOCOL)
                            + " does not use it",
                    "write security_protocol: sasl_ssl",
                    place));
        }
        boolean ssl = options.get(SECURITY_PROTOCOL).endsWith("ssl");
        if (!ssl && (options.has(TRUSTSTORE) || options.has(KEYSTORE))) {
            problems.add(Problem.error(
                    "ssl-unused",
                    "kafka: certificates are given, but security_protocol " + options.get(SECURITY_PROTOCOL)
                            + " does not use them",
                    "write security_protocol: ssl or sasl_ssl",
                    place));
        }
        for (String name : options.get(OPTIONS).keySet()) {
            HarmlessSettings.problemOf(name, harmless, place).ifPresent(problems::add);
        }
        return problems;
    }

    /**
     * Client settings, as Kafka names them.
     *
     * @param directory where relative paths start
     */
    static Map<String, Object> settings(Options options, Path directory, String clientId) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("bootstrap.servers", brokers(options));
        settings.put("client.id", clientId);
        settings.put("security.protocol", options.get(SECURITY_PROTOCOL).toUpperCase(Locale.ROOT));
        settings.put("enable.metrics.push", "false");
        settings.put("reconnect.backoff.ms", "100");
        settings.put("reconnect.backoff.max.ms", "2000");
        settings.put("socket.connection.setup.timeout.ms", "5000");
        if (options.get(SECURITY_PROTOCOL).startsWith("sasl")) {
            String mechanism = options.get(SASL_MECHANISM).toUpperCase(Locale.ROOT);
            settings.put("sasl.mechanism", mechanism);
            settings.put(
                    "sasl.jaas.config",
                    login(mechanism, String.valueOf(options.find(USERNAME)), String.valueOf(options.find(PASSWORD))));
        }
        putStore(settings, directory, "ssl.truststore", options.find(TRUSTSTORE), options.find(TRUSTSTORE_PASSWORD));
        putStore(settings, directory, "ssl.keystore", options.find(KEYSTORE), options.find(KEYSTORE_PASSWORD));
        put(settings, "ssl.key.password", options.find(KEY_PASSWORD));
        return settings;
    }

    private static void putStore(
            Map<String, Object> settings,
            Path directory,
            String store,
            @Nullable String path,
            @Nullable String password) {
        if (path != null) {
            String type =
                    path.endsWith(".pem") ? "PEM" : path.endsWith(".p12") || path.endsWith(".pfx") ? "PKCS12" : "JKS";
            settings.put(store + ".location", directory.resolve(path).toString());
            settings.put(store + ".type", type);
            put(settings, store + ".password", password);
        }
    }

    private static void put(Map<String, Object> settings, String name, @Nullable String value) {
        if (value != null) {
            settings.put(name, value);
        }
    }

    /** The login module is ours to name: a pipeline file must not choose classes to load. */
    private static String login(String mechanism, String user, String password) {
        String module = mechanism.startsWith("SCRAM") ? "scram.ScramLoginModule" : "plain.PlainLoginModule";
        return "org.apache.kafka.common.security." + module + " required username=" + quoted(user) + " password="
                + quoted(password) + ";";
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private static OptionType<String> named(String... names) {
        String schema = "{\"enum\":[\"" + String.join("\",\"", names) + "\"]}";
        return new OptionType<>(String.join("|", names), schema, raw -> {
            String text = String.valueOf(raw).toLowerCase(Locale.ROOT);
            if (!List.of(names).contains(text)) {
                throw new IllegalArgumentException("one of " + String.join(", ", names));
            }
            return text;
        });
    }
}
