package io.nilometer.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bench/run}: fills a topic, then lets a bare consumer and Nilometer read it in turns. */
@Command(
        name = "bench/run",
        description = "Measure Nilometer beside a bare Kafka consumer, in one run on this machine.",
        mixinStandardHelpOptions = true)
final class Bench implements Callable<Integer> {

    @Option(names = "--events", description = "Events in the topic (${DEFAULT-VALUE}).", defaultValue = "4000000")
    private long events;

    @Option(names = "--rounds", description = "How often each is measured (${DEFAULT-VALUE}).", defaultValue = "2")
    private int rounds;

    @Option(names = "--seed", description = "Of the events (${DEFAULT-VALUE}).", defaultValue = "1")
    private long seed;

    @Option(
            names = "--compression",
            description = "Of the topic: none, lz4, zstd … (${DEFAULT-VALUE}).",
            defaultValue = "none")
    private String compression = "none";

    @Option(names = "--pipeline", description = "A pipeline that reads the topic 'logs' (${DEFAULT-VALUE}).")
    private Path pipeline = Path.of("pipelines/log-analysis.yaml");

    @Option(names = "--flags", description = "Further flags of Nilometer's JVM, such as '-Xmx400m'.")
    private String flags = "";

    private Bench() {}

    public static void main(String[] arguments) {
        Quiet.libraries();
        System.exit(new CommandLine(new Bench()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        Path work = Files.createTempDirectory("nilometer-bench");
        Processes processes = new Processes(java());
        Thread cleaning = new Thread(() -> clean(processes, work), "clean");
        Runtime.getRuntime().addShutdownHook(cleaning);
        Processes.Broker broker = processes.broker();
        say("filling a topic with %,d events (seed %d, compression %s) …", events, seed, compression);
        long bytes = Topic.fill(broker.address(), new LogEvents(seed), events, compression);
        say(
                "%,d events of %d bytes, %d partitions, %d processors",
                events, bytes / events, Topic.PARTITIONS, Runtime.getRuntime().availableProcessors());
        Report report = new Report();
        for (int round = 1; round <= rounds; round++) {
            double before = broker.cpuSeconds();
            Sample bare =
                    processes.measure(List.of(), BareConsumer.class, List.of(broker.address(), String.valueOf(events)));
            bare.numbers().put("broker_cpu_s", broker.cpuSeconds() - before);
            say("round %d: bare consumer %,.0f events/s", round, bare.rate());
            before = broker.cpuSeconds();
            Sample run = processes.measure(
                    flags.isBlank() ? List.of() : Arrays.asList(flags.trim().split("\\s+")),
                    PipelineRun.class,
                    List.of(
                            pipeline.toString(),
                            broker.address(),
                            String.valueOf(events),
                            work.resolve("run" + round).toString()));
            run.numbers().put("broker_cpu_s", broker.cpuSeconds() - before);
            say("round %d: nilometer %,.0f events/s", round, run.rate());
            report.add(bare, run);
        }
        report.print(System.out);
        return 0;
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

    private static void say(String format, Object... values) {
        System.err.println(String.format(Locale.ROOT, format, values));
    }
}
