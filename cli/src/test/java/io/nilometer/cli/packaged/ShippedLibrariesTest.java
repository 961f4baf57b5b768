package io.nilometer.cli.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import io.nilometer.cli.advisories.Advisories;
import io.nilometer.cli.advisories.Archive;
import io.nilometer.cli.advisories.Archives;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is handed out has no hole that the list of advisories knows, but for those that it accepts with a reason. */
class ShippedLibrariesTest {

    private static final Path LIST = Packages.HOME.resolve("cli/src/advisories/advisories.txt");
    private static final Path REPORT = Packages.HOME.resolve("cli/target/shipped-libraries.txt");

    /** Where the archive for clusters has moved packages to, and where they come from. */
    private static final Map<String, String> MOVED = Map.of(
            "io/nilometer/shaded/snakeyaml/", "org/snakeyaml/engine/",
            "io/nilometer/shaded/re2j/", "com/google/re2j/",
            "io/nilometer/shaded/sketch/", "com/datadoghq/sketch/",
            "io/nilometer/shaded/picocli/", "picocli/");

    @Test
    void no_library_that_is_handed_out_has_a_hole_that_is_known_and_not_accepted() throws Exception {
        Advisories advisories = Advisories.parse(Files.readAllLines(LIST));
        List<Archive> archives = archives();
        Files.write(REPORT, report(advisories, archives));

        assertThat(archives).hasSizeGreaterThan(100);
        assertThat(advisories.objections(archives))
                .as(
                        "raise these in pom.xml, or accept them with a reason in %s; all that is handed out: %s",
                        LIST, REPORT)
                .isEmpty();
    }

    @Test
    void beside_the_launcher_lie_the_jars_that_it_names_and_no_others() throws Exception {
        try (JarFile launcher = new JarFile(Packages.LAUNCHERS_JAR.toFile());
                Stream<Path> files = Files.list(Packages.LAUNCHERS_JAR.resolveSibling("lib"))) {
            Set<String> named = Arrays.stream(launcher.getManifest()
                            .getMainAttributes()
                            .getValue("Class-Path")
                            .split(" "))
                    .map(path -> path.substring("lib/".length()))
                    .collect(Collectors.toCollection(TreeSet::new));

            assertThat(files.map(file -> file.getFileName().toString())).containsExactlyInAnyOrderElementsOf(named);
        }
    }

    @Test
    void the_archive_for_clusters_is_made_of_the_libraries_beside_the_launcher() throws Exception {
        Map<String, String> owners = new TreeMap<>();
        for (Path jar : jars()) {
            classes(jar).forEach(name -> owners.put(name, jar.getFileName().toString()));
        }
        classes(Packages.LAUNCHERS_JAR).forEach(name -> owners.put(name, "nilometer.jar"));

        Set<String> from = new TreeSet<>();
        List<String> unknown = new ArrayList<>();
        for (String name : classes(Packages.CLUSTER_JAR)) {
            String owner = owners.get(origin(name));
            if (owner == null) {
                unknown.add(name);
            } else {
                from.add(owner);
            }
        }

        assertThat(unknown).isEmpty();
        assertThat(from).anyMatch(jar -> jar.startsWith("kafka-clients-"));
    }

    private static List<Archive> archives() throws IOException {
        List<Archive> archives = new ArrayList<>();
        try (JarFile launcher = new JarFile(Packages.LAUNCHERS_JAR.toFile())) {
            Archives reader = Archives.named(launcher);
            for (Path jar : jars()) {
                if (!jar.getFileName().toString().startsWith("nilometer-")) {
                    archives.add(reader.read(jar));
                }
            }
        }
        return archives;
    }

    private static List<String> report(Advisories advisories, List<Archive> archives) {
        List<String> lines = new ArrayList<>();
        lines.add("What Nilometer hands out, against advisories of " + advisories.made() + ".");
        for (Archive archive : archives) {
            lines.add(archive.file() + "  " + archive.library());
            archive.inside().forEach(library -> lines.add("    holds " + library));
        }
        lines.add("");
        lines.add("Known holes, all of them accepted unless the build has failed:");
        advisories.findings(archives).forEach(finding -> lines.add("    " + finding));
        return lines;
    }

    private static List<Path> jars() throws IOException {
        try (Stream<Path> files = Files.list(Packages.LAUNCHERS_JAR.resolveSibling("lib"))) {
            return files.sorted().toList();
        }
    }

    private static List<String> classes(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.stream()
                    .map(entry -> entry.getName())
                    .filter(name -> name.endsWith(".class"))
                    .toList();
        }
    }

    private static String origin(String name) {
        return MOVED.entrySet().stream()
                .filter(moved -> name.startsWith(moved.getKey()))
                .findFirst()
                .map(moved -> moved.getValue() + name.substring(moved.getKey().length()))
                .orElse(name);
    }
}
