package io.nilometer.cli.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nilometer.api.NilometerException;
import io.nilometer.core.component.Components;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StatePlaceTest {

    private static final Path USUAL = Path.of(".nilometer", "sample");

    @Test
    void is_a_folder_per_pipeline_within_that_of_the_command() {
        StatePlace place = place(Optional.of("/var/state"), true);

        assertThat(place.folder()).contains("/var/state/sample");
        assertThat(place.local()).contains(Path.of("/var/state/sample"));
        assertThat(place.aside()).contains(Path.of("/var/state/sample"));
        assertThat(place.kept()).isTrue();
    }

    @Test
    void is_a_usual_place_or_a_temporary_one_when_none_is_named() {
        assertThat(place(Optional.empty(), false).local()).contains(USUAL);
        assertThat(place(Optional.empty(), false).aside()).contains(USUAL);
        assertThat(place(Optional.empty(), true).kept()).isFalse();
        assertThat(place(Optional.empty(), true).local()).isEmpty();
        assertThat(place(Optional.empty(), true).aside()).isEmpty();
    }

    @Test
    void keeps_a_uri_letter_by_letter_and_what_is_set_aside_on_this_machine() {
        StatePlace place = place(Optional.of("hdfs://nn:8020//a b/%20/"), true);

        assertThat(place.folder()).contains("hdfs://nn:8020//a b/%20/sample");
        assertThat(place.aside()).contains(USUAL);
        assertThat(place.kept()).isTrue();
        assertThatThrownBy(place::local)
                .isInstanceOf(NilometerException.class)
                .hasMessageContaining("hdfs://nn:8020//a b/%20/sample");
    }

    @Test
    void takes_uris_of_files_and_paths_that_look_like_uris_as_paths() {
        assertThat(place(Optional.of("file:///var/a%20b"), true).local()).contains(Path.of("/var/a b/sample"));
        assertThat(place(Optional.of("C:/state"), true).local()).contains(Path.of("C:/state/sample"));
        assertThat(place(Optional.of("a:b"), true).local()).contains(Path.of("a:b/sample"));
        for (String wrong : List.of("file://host/x", "file:/a b")) {
            assertThatThrownBy(() -> place(Optional.of(wrong), true)).hasMessageContaining(wrong);
        }
    }

    private static StatePlace place(Optional<String> state, boolean untilEnd) {
        return StatePlace.of(new RunRequest(
                Samples.program(Samples.pipeline(Path.of(""))),
                new Components(Map.of(), Map.of(), Map.of()),
                Map.of(),
                untilEnd,
                Optional.empty(),
                state,
                Optional.empty(),
                false,
                false,
                false,
                Optional.empty(),
                Consoles.PLAIN,
                notice -> {}));
    }
}
