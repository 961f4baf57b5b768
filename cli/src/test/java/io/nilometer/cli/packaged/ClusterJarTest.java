package io.nilometer.cli.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ClusterJarTest {

    @Test
    void holds_no_class_that_another_jar_holds_beside_those_it_is_made_of() throws Exception {
        Set<String> ours = classes(Packages.CLUSTER_JAR);

        assertThat(ours)
                .contains("io/nilometer/cli/Main.class", "org/apache/kafka/clients/consumer/KafkaConsumer.class")
                .noneMatch(name -> name.startsWith("kafka/")
                        || name.contains("picocli/CommandLine.class") && !name.startsWith("io/nilometer/"));
        assertThat(Packages.sparksJars()).hasSizeGreaterThan(100);
        for (Path jar : Packages.sparksJars()) {
            Set<String> both = classes(jar);
            both.retainAll(ours);
            assertThat(both).as("%s", jar).isEmpty();
        }
    }

    @Test
    void has_the_services_of_all_modules_and_says_what_it_is() throws Exception {
        try (JarFile jar = new JarFile(Packages.CLUSTER_JAR.toFile())) {
            assertThat(text(jar, "META-INF/services/io.nilometer.api.SourceFactory"))
                    .contains("KafkaSourceFactory");
            assertThat(text(jar, "META-INF/services/io.nilometer.api.SinkFactory"))
                    .contains("NdjsonSinkFactory");
            assertThat(text(jar, "META-INF/services/io.nilometer.api.Format")).contains("JsonFormat");
            var attributes = jar.getManifest().getMainAttributes();
            assertThat(attributes.getValue("Main-Class")).isEqualTo("io.nilometer.cli.Main");
            assertThat(attributes.getValue("Implementation-Version")).isNotEmpty();
            assertThat(attributes.getValue("Class-Path")).isNull();
        }
    }

    private static String text(JarFile jar, String entry) throws IOException {
        return new String(jar.getInputStream(jar.getEntry(entry)).readAllBytes());
    }

    private static Set<String> classes(Path path) throws IOException {
        try (JarFile jar = new JarFile(path.toFile())) {
            List<String> names = jar.stream().map(JarEntry::getName).toList();
            return names.stream()
                    .filter(name -> name.endsWith(".class") && !name.endsWith("module-info.class"))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }
}
