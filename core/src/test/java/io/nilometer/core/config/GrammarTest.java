package io.nilometer.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The reference and the schema know all of the grammar. */
class GrammarTest {

    private static final Set<Section.Kind> WITH_PARTS =
            EnumSet.of(Section.Kind.MAP, Section.Kind.LIST, Section.Kind.ANY);

    @Test
    void every_key_that_holds_more_than_values_says_what_it_holds() {
        Set<Section> reached = new HashSet<>(Set.of(Grammar.PIPELINE));
        for (Section section : Grammar.ALL) {
            for (Section.Key key : section.keys()) {
                assertThat(Nesting.of(section, key).isPresent())
                        .as("%s.%s", section.name(), key.name())
                        .isEqualTo(WITH_PARTS.contains(key.kind()));
                Nesting.of(section, key).flatMap(Nesting.Inside::section).ifPresent(reached::add);
            }
        }
        assertThat(reached).containsExactlyInAnyOrderElementsOf(Grammar.ALL);
    }

    @Test
    void what_is_not_built_yet_is_marked_where_it_is_told() {
        Set<String> parts = new TreeSet<>();
        for (Section section : Grammar.ALL) {
            parts.add(section.name());
            section.keys().forEach(key -> parts.add(section.name() + "." + key.name()));
        }
        assertThat(parts).containsAll(NotYet.incomplete());
        String page = ReferencePage.markdown(FakeComponents.ALL);
        for (NotYet feature : NotYet.values()) {
            assertThat(page.split(java.util.regex.Pattern.quote(feature.feature()), -1))
                    .as(feature.feature())
                    .hasSizeGreaterThan(2);
        }
    }

    @Test
    void the_page_holds_every_key_and_option_once_in_its_table() {
        String page = ReferencePage.markdown(FakeComponents.ALL);

        assertThat(page)
                .contains("## join\n\nPairs of rows of two streams or metrics. **Not yet:**")
                .contains("| `lateness` | duration | 10s | how far an event may be behind")
                .contains("| `start` | latest\\|earliest | `latest` | where to begin |")
                .contains("| `brokers` | text or list | **required** | host:port |")
                .contains("| `password` | text | | of the user (secret: never printed) |")
                .contains("### stdin\n\nA source. Replay after a crash: none.\n\nNo options.")
                .contains("### ndjson\n\nA sink. Guarantee: exactly once.");
        for (Section section : Grammar.ALL) {
            String table = page.substring(page.indexOf("## " + section.name() + "\n"));
            section.keys().forEach(key -> assertThat(table).contains("\n| `" + key.name() + "` | "));
        }
    }

    @Test
    void references_within_the_schema_lead_somewhere() throws Exception {
        JsonNode schema = new ObjectMapper().readTree(JsonSchema.of(FakeComponents.ALL));

        assertThat(schema.findValuesAsText("$ref")).isNotEmpty().allSatisfy(ref -> assertThat(
                        schema.at(ref.substring(1)).isObject())
                .as(ref)
                .isTrue());
        assertThat(schema.at("/$defs/output/properties").has("ndjson")).isTrue();
        assertThat(schema.at("/$defs/source/anyOf/1/properties/kafka/required/0")
                        .asText())
                .isEqualTo("brokers");
    }
}
