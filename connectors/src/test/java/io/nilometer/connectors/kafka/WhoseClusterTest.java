package io.nilometer.connectors.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nilometer.api.NilometerException;
import io.nilometer.connectors.SourceReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WhoseClusterTest {

    private final List<String> notices = new ArrayList<>();

    @Test
    void the_same_cluster_goes_on_whatever_its_address() {
        WhoseCluster cluster = of("other:9092", Map.of("", "cluster a", "logs-0", "7"), false);

        cluster.look(Optional.of("a"));

        assertThat(cluster.resume()).isEqualTo(Map.of("logs-0", "7"));
        assertThat(cluster.left()).isEmpty();
        assertThat(notices).isEmpty();
    }

    @Test
    void another_cluster_is_refused_also_when_it_takes_the_place_of_the_first_later() {
        WhoseCluster cluster = of("host:9092", Map.of(), false);
        cluster.look(Optional.of("a"));

        assertThatThrownBy(() -> cluster.look(Optional.of("b")))
                .isInstanceOf(NilometerException.class)
                .hasMessageContaining("stream s read Kafka's cluster a, now it reads cluster b (host:9092)");
    }

    @Test
    void with_continue_positions_of_the_other_cluster_are_left_behind_until_the_engine_has_taken_the_note() {
        Map<String, String> written = Map.of("", "cluster a", "logs-0", "7");
        WhoseCluster cluster = of("host:9092", written, true);

        cluster.look(Optional.of("b"));

        assertThat(cluster.resume()).isEmpty();
        assertThat(cluster.own(written)).isEmpty();
        assertThat(cluster.left()).isEqualTo(Map.of("logs-0", "7"));
        Map<String, String> taken = Map.of("", cluster.note(), "logs-0", "0");
        assertThat(cluster.own(taken)).isEqualTo(taken);
        assertThat(notices).singleElement().asString().contains("cluster b", "comes from cluster a");
        assertThatThrownBy(() -> cluster.look(Optional.of("c"))).isInstanceOf(NilometerException.class);
    }

    @Test
    void a_cluster_that_tells_no_id_is_known_by_its_brokers_in_any_order() {
        WhoseCluster first = of("one:1, two:2", Map.of(), false);
        first.look(Optional.empty());
        Map<String, String> written = Map.of("", first.note(), "logs-0", "7");

        assertThatCode(() -> of("two:2,one:1", written, false).look(Optional.empty()))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> of("three:3", written, false).look(Optional.empty()))
                .hasMessageContaining("read Kafka's brokers one:1,two:2, now it reads brokers three:3");
        // Brokers that have learned to tell it are not others for that.
        assertThatCode(() -> of("three:3", written, false).look(Optional.of("a")))
                .doesNotThrowAnyException();
    }

    private WhoseCluster of(String brokers, Map<String, String> resume, boolean goOn) {
        return new WhoseCluster(
                SourceReader.options(
                        new KafkaSourceFactory(), "brokers", List.of(brokers.split(", ?")), "topics", List.of("logs")),
                SourceReader.context(Path.of(""), false, 1 << 20, notices).goingOn(goOn),
                resume);
    }
}
