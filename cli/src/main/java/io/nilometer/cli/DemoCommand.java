package io.nilometer.cli;

import io.nilometer.api.NilometerException;
import io.nilometer.api.SourceFactory.LagUnit;
import io.nilometer.cli.demo.DemoBroker;
import io.nilometer.cli.demo.DemoTraffic;
import io.nilometer.cli.demo.EmbeddedBroker;
import io.nilometer.cli.live.Incidents;
import io.nilometer.cli.run.RunOutputs;
import io.nilometer.cli.run.RunRequest;
import io.nilometer.cli.screen.LedgerTable;
import io.nilometer.cli.screen.ProblemPrinter;
import io.nilometer.cli.screen.Screen;
import io.nilometer.cli.screen.SourceLines;
import io.nilometer.core.program.Program;
import io.nilometer.core.run.Ending;
import io.nilometer.core.run.Run;
import io.nilometer.core.run.TemporaryDirectory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code nilometer demo}: a pipeline with its own traffic and, if it needs one, its own Kafka broker. */
@Command(
        name = "demo",
        description =
                "Show a pipeline alive: a Kafka broker, traffic with planted incidents and the pipeline, in this process.",
        mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {

    private static final String BROKERS = "KAFKA_BROKERS";

    private final Workshop workshop;
    private final Screen screen;
    private final Stopping stopping;

    @Spec
    private CommandSpec spec;

    @Mixin
    private PipelineArgument arguments = new PipelineArgument();

    @Parameters(
            arity = "0..1",
            paramLabel = "PIPELINE",
            defaultValue = "log-analysis",
            completionCandidates = PipelineNames.class,
            description = "A ready-made pipeline's name, or a pipeline file with a 'demo' section (${DEFAULT-VALUE}).")
    private String pipeline = "";

    @Option(
            names = "--for",
            paramLabel = "DURATION",
            converter = DurationConverter.class,
            description = "Stop this long after the start, such as 30s; without it, at Ctrl-C.")
    private @Nullable Duration atMost;

    DemoCommand(Workshop workshop, Screen screen, Stopping stopping) {
        this.workshop = workshop;
        this.screen = screen;
        this.stopping = stopping;
        spec = CommandSpec.create();
    }

    @Override
    public Integer call() throws InterruptedException {
        Path file = file();
        // Everything is checked before anything starts: the address does not matter for that.
        Prepared first = workshop.check(file, arguments.sets(), Workshop.Variables.NEEDED);
        new ProblemPrinter(screen.err(), screen.errPaint(), SourceLines.fromDisk()).print(first.problems());
        if (first.hasErrors()) {
            return ExitCode.WRONG;
        }
        Program program = first.program().orElseThrow();
        if (program.pipeline().demo().isEmpty()) {
            throw new ParameterException(spec.commandLine(), file + " has no 'demo' section to make traffic from");
        }
        try (RunDisplay display = RunDisplay.open(
                program.pipeline().name(), RunOutputs.tables(program, true, false), false, screen, stopping)) {
            return new Show(file, KafkaTopics.of(program.pipeline()), display).play();
        }
    }

    private Path file() {
        ReadyMade readyMade = ReadyMade.ofProcess();
        if (Files.isRegularFile(readyMade.file(pipeline))) {
            return readyMade.file(pipeline);
        }
        if (Files.isRegularFile(Path.of(pipeline))) {
            return Path.of(pipeline);
        }
        throw new ParameterException(
                spec.commandLine(),
                "there is no ready-made pipeline and no file called '" + pipeline + "'; ready-made: "
                        + String.join(", ", readyMade.names()));
    }

    /** One demonstration: what it has opened is closed in the opposite order, whatever happens. */
    private final class Show {

        private final Path file;
        private final Map<String, KafkaTopics> topics;
        private final Deque<AutoCloseable> opened = new ArrayDeque<>();
        private final RunDisplay display;

        Show(Path file, Map<String, KafkaTopics> topics, RunDisplay display) {
            this.file = file;
            this.topics = topics;
            this.display = display;
        }

        int play() throws InterruptedException {
            // Told to stop while the broker starts: it is closed below like at any other end.
            stopping.whenAsked(() -> {});
            try {
                Map<String, String> sets = new LinkedHashMap<>(arguments.sets());
                String broker = topics.isEmpty() ? "" : startBroker();
                if (!broker.isEmpty()) {
                    sets.put(BROKERS, broker);
                }
                Program program = workshop.check(file, sets, Workshop.Variables.NEEDED)
                        .program()
                        .orElseThrow();
                Run run = open(workshop.engine(EngineChoice.EMBEDDED).open(request(program)));
                Map<String, LagUnit> units = RunInputs.lagUnits(program, Set.of(), true, workshop.components());
                display.follow(run, units, false);
                Ending ending = Watch.untilEnd(
                        run,
                        Optional.ofNullable(atMost),
                        stopping,
                        Optional.empty(),
                        () -> startTraffic(program, broker, run));
                reportTrafficFailure();
                display.close();
                LedgerTable.print(run.status().ledger(), screen.out(), screen.outPaint());
                return new RunEnd(screen, stopping, units).of(ending, run.status(), false);
            } finally {
                closeAll();
            }
        }

        private void startTraffic(Program program, String broker, Run run) {
            topics.forEach((stream, wanted) -> open(DemoTraffic.start(
                    workshop.traffic(program.pipeline(), stream),
                    wanted.names(),
                    broker,
                    Clock.systemUTC(),
                    run::stop)));
            display.plant(Incidents.of(program.pipeline().demo().values(), Instant.now()));
        }

        private String startBroker() {
            if (!EmbeddedBroker.isHere()) {
                throw new NilometerException(
                        "no-broker",
                        "this jar has no Kafka broker for demonstrations",
                        "use ./nilometer demo, or run the pipeline on a broker of yours");
            }
            display.notices().accept("starting a Kafka broker …");
            DemoBroker broker = open(DemoBroker.start(DemoBroker.USUAL_PORT, display.notices()));
            topics.values().forEach(wanted -> broker.createTopics(wanted.names(), 1));
            display.notices()
                    .accept("a Kafka broker listens at " + broker.address() + "; Ctrl-C ends the demonstration");
            return broker.address();
        }

        private RunRequest request(Program program) {
            TemporaryDirectory state = open(TemporaryDirectory.create("nilometer-demo"));
            return new RunRequest(
                    program,
                    workshop.components(),
                    Map.of(),
                    false,
                    Optional.empty(),
                    Optional.of(state.path().toString()),
                    Optional.empty(),
                    false,
                    false,
                    true,
                    Optional.empty(),
                    display,
                    display.notices());
        }

        private void reportTrafficFailure() {
            for (AutoCloseable part : opened) {
                if (part instanceof DemoTraffic traffic && traffic.failure().isPresent()) {
                    throw traffic.failure().get();
                }
            }
        }

        private <T extends AutoCloseable> T open(T part) {
            opened.push(part);
            return part;
        }

        private void closeAll() {
            NilometerException failure = null;
            while (!opened.isEmpty()) {
                try {
                    opened.pop().close();
                } catch (Exception e) {
                    failure = new NilometerException("demo-end", "cleaning up failed: " + e.getMessage(), "", e);
                }
            }
            if (failure != null) {
                throw failure;
            }
        }
    }
}
