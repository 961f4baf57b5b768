package io.nilometer.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestTest {

    @Test
    void counts_a_swap_of_neighbours_as_one_edit() {
        assertThat(Nearest.distance("window", "widnow")).isEqualTo(1);
        assertThat(Nearest.distance("", "abc")).isEqualTo(3);
        assertThat(Nearest.distance("kitten", "sitting")).isEqualTo(3);
        assertThat(Nearest.distance("ca", "abc")).isEqualTo(3);
    }

    @Test
    void finds_a_slip_of_the_fingers_and_nothing_far_fetched() {
        List<String> valid = List.of("select", "window", "where", "lateness");

        assertThat(Nearest.find("widnow", valid)).contains("window");
        assertThat(Nearest.find("LATENES", valid)).contains("lateness");
        assertThat(Nearest.find("banana", valid)).isEmpty();
        assertThat(Nearest.find("x".repeat(100_000), valid)).isEmpty();
    }

    @Test
    void lists_the_valid_names_when_none_is_near() {
        assertThat(Nearest.remedy("banana", List.of("a", "b"))).isEqualTo("one of: a, b");
        assertThat(Nearest.remedy("banana", List.of())).isEqualTo("take it out");
    }

    @Test
    void finds_what_begins_alike_when_nothing_else_does() {
        assertThat(Nearest.remedy("sele", List.of("select"))).isEqualTo("did you mean `select`?");
        assertThat(Nearest.remedy("sec", List.of("auto", "s", "ms"))).isEqualTo("did you mean `s`?");
        assertThat(Nearest.remedy("selct", List.of("select"))).isEqualTo("did you mean `select`?");
    }
}
