package io.nilometer.connectors.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.nilometer.api.Options;
import io.nilometer.api.Place;
import io.nilometer.api.Problem;
import io.nilometer.connectors.SourceReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KafkaConnectionTest {

    private static Options options(Object... pairs) {
        return SourceReader.options(new KafkaSourceFactory(), pairs);
    }

    private static List<String> problems(Object... pairs) {
        return KafkaConnection.check(options(pairs), HarmlessSettings.OF_SOURCE, Place.NOWHERE).stream()
                .map(Problem::code)
                .toList();
    }

    @Test
    void a_login_cannot_break_out_of_its_quotes() {
        Map<String, Object> settings = KafkaConnection.settings(
                options(
                        "brokers",
                        List.of("a:1", "[::1]:2"),
                        "security_protocol",
                        "SASL_SSL",
                        "sasl_mechanism",
                        "SCRAM-SHA-512",
                        "username",
                        "me",
                        "password",
                        "x\"; com.evil.Module required y=\"\\"),
                Path.of("."),
                "client");
        assertThat(settings)
                .containsEntry("bootstrap.servers", "a:1,[::1]:2")
                .containsEntry("security.protocol", "SASL_SSL")
                .containsEntry("sasl.mechanism", "SCRAM-SHA-512")
                .containsEntry(
                        "sasl.jaas.config",
                        "org.apache.kafka.common.security.scram.ScramLoginModule required"
                                + " username=\"me\" password=\"x\\\"; com.evil.Module required y=\\\"\\\\\";");
    }

    @Test
    void stores_are_typed_by_their_names() {
        assertThat(KafkaConnection.settings(
                        options("brokers", "a:1", "security_protocol", "ssl", "ssl_truststore", "ca.pem"),
                        Path.of("/etc"),
                        "client"))
                .containsEntry("ssl.truststore.type", "PEM")
                .containsEntry("ssl.truststore.location", "/etc/ca.pem")
                .doesNotContainKey("ssl.truststore.password");
    }

    @Test
    void what_does_not_fit_together_is_named() {
        assertThat(problems("brokers", "a:1,b:2", "security_protocol", "sasl_ssl"))
                .containsExactly("missing-login");
        assertThat(problems("brokers", "a:1", "username", "me")).containsExactly("login-unused");
        assertThat(problems("brokers", "a:1", "ssl_truststore", "/ca.pem")).containsExactly("ssl-unused");
        assertThat(problems("brokers", "a:1")).isEmpty();
    }
}
