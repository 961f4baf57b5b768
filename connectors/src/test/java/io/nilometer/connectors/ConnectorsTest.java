package io.nilometer.connectors;

import static org.assertj.core.api.Assertions.assertThat;

import io.nilometer.api.Component;
import io.nilometer.api.Option;
import io.nilometer.api.SinkFactory;
import io.nilometer.api.SourceFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class ConnectorsTest {

    private static List<Component> found(Class<? extends Component> kind) {
        List<Component> found = new ArrayList<>();
        ServiceLoader.load(kind).forEach(found::add);
        return found;
    }

    @Test
    void all_are_found_by_name() {
        assertThat(found(SourceFactory.class))
                .extracting(component -> component.spec().name())
                .containsExactlyInAnyOrder("file", "generate", "kafka", "socket", "stdin");
        assertThat(found(SinkFactory.class))
                .extracting(component -> component.spec().name())
                .containsExactlyInAnyOrder("console", "kafka", "ndjson");
    }

    @Test
    void every_option_has_a_snake_case_name_of_its_own_and_a_line_of_help() {
        List<Component> all = new ArrayList<>(found(SourceFactory.class));
        all.addAll(found(SinkFactory.class));
        for (Component component : all) {
            List<Option<?>> options = component.spec().options();
            assertThat(options)
                    .extracting(Option::name)
                    .doesNotHaveDuplicates()
                    .allMatch(name -> name.matches("[a-z]+(_[a-z]+)*"));
            assertThat(options).extracting(Option::help).allMatch(help -> !help.isBlank() && !help.contains("\n"));
            assertThat(options)
                    .filteredOn(option -> option.name().contains("password"))
                    .allMatch(Option::secret);
        }
    }
}
