package io.nilometer.cli.advisories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AdvisoriesTest {

    private static final String HOLE = "hole org.acme:tool | [4.2.0,4.2.15) | CVE-1 | opens the door";

    private static final Archive OLD = archive("org.acme:tool:4.2.13.Final");
    private static final Archive NEW = archive("org.acme:tool:4.2.15.Final");
    private static final Archive BIG = archive("org.big:box:1.0", "org.acme:tool:4.2.13.Final", "org.acme:other:1.0");

    @Test
    void a_version_within_the_range_is_objected_to() {
        assertThat(list(HOLE).objections(List.of(OLD)))
                .singleElement()
                .asString()
                .startsWith("org.acme:tool:4.2.13.Final is affected by CVE-1 [4.2.0,4.2.15): opens the door");
    }

    @Test
    void the_version_with_the_fix_and_other_libraries_are_not() {
        assertThat(list(HOLE)
                        .objections(List.of(NEW, archive("org.acme:tools:4.2.13.Final"), archive("com:tool:4.2.13"))))
                .isEmpty();
    }

    @Test
    void a_library_that_is_packed_into_another_counts() {
        assertThat(list(HOLE).objections(List.of(BIG)))
                .singleElement()
                .asString()
                .startsWith("org.acme:tool:4.2.13.Final inside org.big:box:1.0 is affected by CVE-1");
    }

    @Test
    void what_is_accepted_is_accepted_there_for_that_version_and_that_hole_only() {
        String accepted = "accepted org.big:box | org.acme:tool:4.2.13.Final | CVE-1 | 2026-11-28 | never called";
        String second = "hole org.acme:tool | (,5) | CVE-2 | opens the window";

        assertThat(list(HOLE, accepted).objections(List.of(BIG))).isEmpty();
        assertThat(list(HOLE, accepted).objections(List.of(BIG, OLD))).hasSize(1);
        assertThat(list(HOLE, second, accepted).objections(List.of(BIG)))
                .singleElement()
                .asString()
                .contains("CVE-2");
        assertThat(list(HOLE, accepted).objections(List.of(archive("org.big:box:1.1", "org.acme:tool:4.2.14.Final"))))
                .hasSize(2);
    }

    @Test
    void what_is_accepted_for_nothing_has_to_go() {
        String accepted =
                "accepted org.big:box | org.acme:tool:4.2.13.Final | CVE-1, CVE-2 | 2026-11-28 | never called";

        assertThat(list(HOLE, accepted).objections(List.of(BIG)))
                .containsExactly(
                        "CVE-2 is accepted for org.acme:tool:4.2.13.Final in org.big:box, which is not affected:"
                                + " delete it there");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "[4.2.0,4.2.15) 4.2.0.Final true",
                "[4.2.0,4.2.15) 4.2.9.Final true",
                "[4.2.0,4.2.15) 4.2.14.Final true",
                "[4.2.0,4.2.15) 4.2.15.Final false",
                "[4.2.0,4.2.15) 4.1.100.Final false",
                "(,2.18.8),[2.19.0,2.21.4) 2.18.7 true",
                "(,2.18.8),[2.19.0,2.21.4) 2.18.10 false",
                "(,2.18.8),[2.19.0,2.21.4) 2.21.3 true",
                "(,2.18.8),[2.19.0,2.21.4) 2.21.4 false",
                "(,32.0.0) 31.1-jre true",
                "(,32.0.0) 32.0.0-jre false",
                "[9.4.0,9.4.60) 9.4.58.v20250814 true",
                "(,1.5.7-16) 1.5.7-7 true",
                "(,1.10.1] 1.10.1 true",
                "[2.0,) 2.0 true",
            })
    void versions_compare_as_maven_compares_them(String range, String version, boolean affected) {
        Advisories list = list("hole g:a | " + range + " | CVE-1 | what");

        assertThat(list.findings(List.of(archive("g:a:" + version)))).hasSize(affected ? 1 : 0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "holes org.acme:tool | [1,2) | CVE-1 | what",
                "hole org.acme:tool | [1,2) | CVE-1",
                "hole org.acme:tool | [1,2) | CVE-1 |  ",
                "hole org.acme:tool | 1.0 | CVE-1 | what",
                "hole org.acme:tool | [2,1 | CVE-1 | what",
                "accepted org.big:box | org.acme:tool | CVE-1 | 2026-11-28 | never called",
                "accepted org.big:box | org.acme:tool:1.0 | CVE-1 | lately | never called",
                "accepted org.big:box | org.acme:tool:1.0 | CVE-1 | 2026-11-28",
            })
    void a_line_that_says_nothing_certain_is_refused(String line) {
        assertThatThrownBy(() -> list(line)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_list_without_its_day_is_refused() {
        assertThatThrownBy(() -> Advisories.parse(List.of(HOLE))).hasMessageContaining("when it was made");
    }

    @Test
    void the_list_in_the_repository_can_be_read_and_would_have_found_what_was_handed_out_before() throws Exception {
        Advisories list = Advisories.parse(Files.readAllLines(Path.of("src/advisories/advisories.txt")));

        assertThat(list.objections(List.of(archive("io.netty:netty-handler:4.2.13.Final"))))
                .anyMatch(line -> line.contains("CVE-2026-50010"));
        assertThat(list.objections(List.of(archive("com.fasterxml.jackson.core:jackson-databind:2.21.2"))))
                .anyMatch(line -> line.contains("CVE-2026-54512"));
    }

    private static Archive archive(String library, String... inside) {
        return new Archive(
                "some.jar",
                Library.parse(library),
                new TreeSet<>(Arrays.stream(inside).map(Library::parse).toList()));
    }

    private static Advisories list(String... lines) {
        return Advisories.parse(Stream.concat(Stream.of("# for people", "made 2026-11-28", ""), Arrays.stream(lines))
                .toList());
    }
}
