package io.nilometer.core.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nilometer.core.bytes.ByteReader;
import io.nilometer.core.bytes.ByteWriter;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StateOriginTest {

    private static StateOrigin origin(Map<String, String> sources) {
        return new StateOrigin("p", "/p.yaml", sources);
    }

    private static StateOrigin.Continuation since(Map<String, String> now, Map<String, String> then, boolean goOn) {
        ByteWriter out = new ByteWriter(16);
        origin(then).write(out);
        StateOrigin written = StateOrigin.read(new ByteReader(out.toByteArray()));
        assertThat(written).isEqualTo(origin(then));
        return origin(now).since(written, goOn, "s");
    }

    @Test
    void the_same_inputs_go_on_in_silence_and_new_ones_may_be_added() {
        assertThat(since(Map.of("a", "X", "b", "Y"), Map.of("a", "X"), false))
                .isEqualTo(new StateOrigin.Continuation(Map.of(), java.util.List.of()));
    }

    @Test
    void another_input_under_the_same_name_is_refused_with_what_differs_unless_it_is_wanted() {
        assertThatThrownBy(() -> since(Map.of("a", "Z"), Map.of("a", "X"), false))
                .hasMessageContaining("stream a read X, now it reads Z");
        assertThat(since(Map.of("a", "Z"), Map.of("a", "X"), true).told())
                .singleElement()
                .asString()
                .contains("goes on with Z", "comes from X");
        assertThatThrownBy(() -> new StateOrigin("q", "/p.yaml", Map.of()).since(origin(Map.of()), true, "s"))
                .hasMessageContaining("belongs to the pipeline p");
    }

    @Test
    void a_stream_is_known_by_what_it_reads_when_it_is_renamed() {
        assertThat(since(Map.of("b", "X"), Map.of("a", "X"), false).renamed()).isEqualTo(Map.of("a", "b"));
        assertThat(since(Map.of("a", "Y", "b", "X"), Map.of("a", "X", "b", "Y"), false)
                        .renamed())
                .isEqualTo(Map.of("a", "b", "b", "a"));
        assertThat(since(Map.of("c", "X", "b", "X"), Map.of("a", "X", "b", "X"), false)
                        .renamed())
                .isEqualTo(Map.of("a", "c"));
        assertThatThrownBy(() -> since(Map.of("b", "X"), Map.of("a", "X", "b", "Y"), false))
                .hasMessageContaining("stream b read Y");
    }

    @Test
    void another_pipeline_file_and_streams_that_are_gone_are_told() {
        StateOrigin moved = new StateOrigin("p", "/new/p.yaml", Map.of("a", "X"));
        assertThat(moved.since(origin(Map.of("a", "X", "b", "Y")), false, "s").told())
                .hasSize(2)
                .anySatisfy(told -> assertThat(told).contains("/p.yaml", "/new/p.yaml"))
                .anySatisfy(told -> assertThat(told).contains("stream b is no longer read"));
    }
}
