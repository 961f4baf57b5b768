package io.nilometer.cli.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is handed out says under which licences. */
class LicencesTest {

    @Test
    void every_library_that_is_handed_out_is_listed_with_its_licence() throws Exception {
        String listed = entry(Packages.LAUNCHERS_JAR, "META-INF/THIRD-PARTY.txt");
        List<String> jars;
        try (Stream<Path> files = Files.list(Packages.LAUNCHERS_JAR.resolveSibling("lib"))) {
            jars = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".jar") && !name.startsWith("nilometer-"))
                    .toList();
        }

        assertThat(jars).hasSizeGreaterThan(100);
        for (String jar : jars) {
            assertThat(listed.lines().filter(line -> line.contains(":")))
                    .as(jar)
                    .anyMatch(line -> jar.startsWith(file(line)));
        }
        assertThat(listed).doesNotContain("Unknown");
    }

    @ParameterizedTest
    @ValueSource(strings = {"META-INF/LICENSE", "META-INF/NOTICE", "META-INF/THIRD-PARTY.txt"})
    void both_archives_bring_the_licence_the_notice_and_the_list(String name) throws Exception {
        assertThat(entry(Packages.LAUNCHERS_JAR, name)).isNotBlank();
        assertThat(entry(Packages.CLUSTER_JAR, name)).isNotBlank();
    }

    @Test
    void the_archive_for_clusters_holds_the_notices_of_the_libraries_inside() throws Exception {
        assertThat(entry(Packages.CLUSTER_JAR, "META-INF/NOTICE")).startsWith("Nilometer\n");
        assertThat(entry(Packages.CLUSTER_JAR, "NOTICE")).contains("Kafka");
    }

    /** {@code group:artifact:version} as archives are called. */
    private static String file(String coordinates) {
        String[] parts = coordinates.split(":");
        return parts.length < 3 ? "no archive" : parts[1] + "-" + parts[2];
    }

    private static String entry(Path jar, String name) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            assertThat(file.getEntry(name)).as("%s in %s", name, jar).isNotNull();
            try (InputStream in = file.getInputStream(file.getEntry(name))) {
                return new String(in.readAllBytes(), StandardCharsets.UTF_8);
            }
        }
    }
}
