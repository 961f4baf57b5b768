package io.nilometer.bench;

import io.nilometer.cli.DurationConverter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code bench/run}: options, and what all measurements need: processes, a broker, a folder that goes at the end. */
@Command(
        name = "bench/run",
        description = {
            "Measure Nilometer beside a bare Kafka consumer and beside Spark as tutorials use it, in one run on this machine.",
            "With --steady: how long batches take while events come at a given rate."
        },
        mixinStandardHelpOptions = true)
final class Bench implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--engines",
            split = ",",
            description = "What is measured: any of embedded, spark, tutorials (${DEFAULT-VALUE}).",
            defaultValue = "embedded,spark,tutorials")
    private Set<Way> engines = new LinkedHashSet<>();

    @Option(names = "--events", description = "Events in the topic (${DEFAULT-VALUE}).", defaultValue = "4000000")
    private long events;

    @Option(
            names = "--tutorial-events",
            description = "Events in the topic that the tutorials' way, which is slow, reads (${DEFAULT-VALUE}).",
            defaultValue = "1000000")
    private long tutorialEvents;

    @Option(names = "--rounds", description = "How often each is measured (${DEFAULT-VALUE}).", defaultValue = "2")
    private int rounds;

    @Option(
            names = "--steady",
            paramLabel = "RATE",
            description = "Time the batches of the engines while so many events come each second; no bare consumer.")
    private @Nullable Long steady;

    @Option(
            names = "--for",
            paramLabel = "DURATION",
            converter = DurationConverter.class,
            description = "How long, with --steady (${DEFAULT-VALUE}).",
            defaultValue = "60s")
    private Duration during = Duration.ZERO;

    @Option(names = "--seed", description = "Of the events (${DEFAULT-VALUE}).", defaultValue = "1")
    private long seed;

    @Option(
            names = "--compression",
            description = "Of the topic: none, lz4, zstd … (${DEFAULT-VALUE}).",
            defaultValue = "none")
    private String compression = "none";

    @Option(
            names = "--pipeline",
            description =
                    "A pipeline that reads the topic 'logs' (${DEFAULT-VALUE}); tutorials always do the default's metrics.",
            defaultValue = "pipelines/log-analysis.yaml")
    private Path pipeline = Path.of("");

    @Option(names = "--flags", description = "Further flags of Nilometer's JVM, such as '-Xmx400m'.")
    private String flags = "";

    private Bench() {}

    public static void main(String[] arguments) {
        Quiet.libraries();
        CommandLine command = new CommandLine(new Bench()).setCaseInsensitiveEnumValuesAllowed(true);
        System.exit(command.execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        checkOptions();
        Path work = Files.createTempDirectory("nilometer-bench");
        Processes processes = new Processes(java());
        Runtime.getRuntime().addShutdownHook(new Thread(() -> clean(processes, work), "clean"));
        Laboratory laboratory = new Laboratory(
                processes,
                processes.broker(),
                work,
                pipeline,
                list(flags),
                list(System.getProperty("bench.spark_flags", "")),
                new LogEvents(seed),
                compression);
        if (steady != null) {
            new Steady(laboratory, steady, during).measure(engines).print(System.out);
        } else {
            new Rounds(laboratory, events, tutorialEvents)
                    .measure(engines, rounds)
                    .print(System.out);
        }
        return 0;
    }

    private static List<String> list(String flags) {
        return flags.isBlank() ? List.of() : List.of(flags.trim().split("\\s+"));
    }

    private void checkOptions() {
        if (events < 1 || tutorialEvents < 1 || rounds < 1) {
            throw new ParameterException(
                    spec.commandLine(), "--events, --tutorial-events and --rounds must be at least 1");
        }
        if (steady == null) {
            return;
        }
        if (steady < 1 || steady * during.toSeconds() < 1) {
            throw new ParameterException(spec.commandLine(), "--steady must be at least 1, and --for at least 1s");
        }
        if (spec.commandLine().getParseResult().hasMatchedOption("--engines") && engines.contains(Way.TUTORIALS)) {
            throw new ParameterException(
                    spec.commandLine(), "--steady times the batches of Nilometer's engines: embedded, spark");
        }
    }

    /** The command that starts this process, less its class: the others have its flags and class path, but not its heap. */
    private static List<String> java() {
        List<String> command = new ArrayList<>(List.of(System.getProperty("bench.java")));
        command.addAll(Arrays.asList(System.getProperty("bench.flags").trim().split("\\s+")));
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        return command;
    }

    private static void clean(Processes processes, Path work) {
        processes.close();
        try (Stream<Path> files = Files.walk(work)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            System.err.println("cannot delete " + work + ": " + e);
        }
    }
}
