package io.nilometer.cli.packaged;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** What has been built, and what stands for a Spark distribution: its jars, from the class path of this test. */
final class Packages {

    static final Path HOME = Path.of("..").toAbsolutePath().normalize();
    static final Path LAUNCHERS_JAR = HOME.resolve("cli/target/nilometer.jar");
    static final Path CLUSTER_JAR = HOME.resolve("cli/target/nilometer-spark.jar");

    /** Of ours, of the demonstration's Kafka broker, and of tests: a distribution has none of them. */
    private static final Pattern NOT_SPARKS = Pattern.compile(
            "(nilometer|kafka|snakeyaml-engine|re2j|picocli"
                    + "|jspecify|slf4j-jdk14|log4j-to-slf4j|argparse4j|caffeine|commons-validator|jackson-dataformat-csv"
                    + "|jackson-datatype-jdk8|jopt-simple|jose4j|metrics-core-2|pcollections|scala-java8|scala-logging"
                    + "|scala-collection|error_prone|junit|assertj|byte-buddy|archunit|apiguardian|opentest4j|json-schema|itu|maven-artifact|plexus-utils).*");

    private Packages() {}

    static List<Path> sparksJars() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .filter(Files::isRegularFile)
                .filter(jar -> !NOT_SPARKS.matcher(jar.getFileName().toString()).matches())
                .toList();
    }
}
