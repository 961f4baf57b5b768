package io.nilometer.cli;

import io.nilometer.api.Problem;
import io.nilometer.api.SourceFactory.LagUnit;
import io.nilometer.cli.report.RejectedSamples;
import io.nilometer.cli.report.RunReport;
import io.nilometer.cli.run.AsideFolder;
import io.nilometer.cli.run.ConsoleTable;
import io.nilometer.cli.run.Engine;
import io.nilometer.cli.run.RunOutputs;
import io.nilometer.cli.run.RunRequest;
import io.nilometer.cli.run.SamePlace;
import io.nilometer.cli.run.StatePlace;
import io.nilometer.cli.screen.ProblemPrinter;
import io.nilometer.cli.screen.Screen;
import io.nilometer.cli.screen.SourceLines;
import io.nilometer.core.pipeline.Stream;
import io.nilometer.core.program.Program;
import io.nilometer.core.run.Ending;
import io.nilometer.core.run.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code nilometer run}: runs a pipeline until it is stopped, or to the end of its inputs. */
@Command(
        name = "run",
        description = "Run a pipeline until Ctrl-C or, with --until-end, to the end of its inputs.",
        mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {

    private static final Duration SLOW = Duration.ofSeconds(1);
    private static final Duration SLOW_ON_SPARK = Duration.ofSeconds(5);

    private final Workshop workshop;
    private final Screen screen;
    private final Stopping stopping;
    private final BooleanSupplier verbose;

    @Spec
    private CommandSpec spec;

    @Mixin
    private PipelineArgument pipeline = new PipelineArgument();

    @Mixin
    private EngineOptions engine = new EngineOptions();

    @Parameters(paramLabel = "FILE", description = "A pipeline file.")
    private Path file = Path.of("");

    @Option(
            names = "--input",
            paramLabel = "STREAM=PATH",
            converter = InputFile.Converter.class,
            description =
                    "Read this file, one record a line, in place of the stream's source. May be repeated; each is a partition.")
    private List<InputFile> inputs = new ArrayList<>();

    @Option(
            names = "--until-end",
            description = "Stop at the end of all inputs, after closing everything; otherwise files are followed.")
    private boolean untilEnd;

    @Option(
            names = "--results",
            paramLabel = "DIR",
            description = "Write results here, one NDJSON file per output, instead of to the pipeline's outputs.")
    private @Nullable Path results;

    @Option(
            names = "--state",
            paramLabel = "DIR",
            description = "Where the state is kept (.nilometer; with --until-end a temporary place); "
                    + "with --engine spark any Hadoop file system, such as hdfs://HOST/DIR.")
    private @Nullable String state;

    @Option(
            names = "--forget",
            description = "Forget the state on disk, and what waits for outputs, and start from the beginning.")
    private boolean forget;

    @Option(
            names = "--continue",
            description =
                    "Go on with the state that there is although it comes from another input: both are counted together.")
    private boolean goOn;

    @Option(
            names = "--for",
            paramLabel = "DURATION",
            converter = DurationConverter.class,
            description = "Stop this long after the start, such as 30s, even before the end of the inputs.")
    private @Nullable Duration atMost;

    @Option(
            names = "--batches",
            paramLabel = "FILE",
            description = "Write a line of JSON here for each batch: records, rates, durations, offsets, lag.")
    private @Nullable Path batches;

    @Option(
            names = "--slow-batch",
            paramLabel = "DURATION",
            converter = DurationConverter.class,
            description = "Tell of batches that take longer (1s; with --engine spark 5s).")
    private @Nullable Duration slowBatch;

    RunCommand(Workshop workshop, Screen screen, Stopping stopping, BooleanSupplier verbose) {
        this.verbose = verbose;
        this.workshop = workshop;
        this.screen = screen;
        this.stopping = stopping;
        spec = CommandSpec.create();
    }

    @Override
    public Integer call() throws InterruptedException {
        // Told to stop while it starts: it ends in order, and leaves nothing behind.
        stopping.whenAsked(() -> {});
        EngineChoice chosen = engine.startable(workshop);
        checkState(chosen);
        Prepared prepared = workshop.check(pipeline.existing(file), pipeline.sets(), Workshop.Variables.NEEDED);
        if (results == null) {
            prepared = prepared.program()
                    .map(found -> NoOutputs.of(found.pipeline()))
                    .map(prepared::and)
                    .orElse(prepared);
        }
        new ProblemPrinter(screen.err(), screen.errPaint(), SourceLines.fromDisk()).print(prepared.problems());
        if (prepared.hasErrors()) {
            return ExitCode.WRONG;
        }
        Program program = prepared.program().orElseThrow();
        Map<String, List<Path>> replaced = replacedInputs(program);
        if (!fits(prepared, workshop.fit(prepared.sources(), chosen, replaced.keySet()))) {
            return ExitCode.WRONG;
        }
        boolean typed = screen.inTerminal() && RunInputs.readsStdin(program, replaced.keySet());
        List<ConsoleTable> tables = typed ? List.of() : RunOutputs.tables(program, false, results != null);
        try (AsideFolder aside = asideFolder(program);
                RunDisplay display = RunDisplay.open(
                        program.pipeline().name(), tables, RunOutputs.hasOthers(program), screen, stopping)) {
            RunRequest request = new RunRequest(
                    program,
                    workshop.components(),
                    replaced,
                    untilEnd,
                    Optional.ofNullable(results),
                    Optional.ofNullable(state),
                    Optional.ofNullable(aside).map(AsideFolder::path),
                    forget,
                    goOn,
                    false,
                    chosen.master(),
                    display,
                    display.notices());
            return run(request, chosen, display);
        }
    }

    /** Where nothing else keeps rejected and late records. */
    private @Nullable AsideFolder asideFolder(Program program) {
        return untilEnd && state == null && results == null
                ? AsideFolder.open(StatePlace.USUAL, program.pipeline().name())
                : null;
    }

    private int run(RunRequest request, EngineChoice chosen, RunDisplay display) throws InterruptedException {
        Telling telling =
                new Telling(screen, new RunReport(request.program(), request.components()), display.notices());
        RejectedSamples rejected =
                RejectedSamples.before(RunOutputs.rejected(request).orElse(Path.of("")));
        Map<String, LagUnit> units =
                RunInputs.lagUnits(request.program(), request.inputs().keySet(), false, workshop.components());
        try (Engine started = workshop.engine(chosen);
                Run run = started.open(request);
                BatchLog log = new BatchLog(
                        Optional.ofNullable(batches),
                        slow(chosen),
                        run::status,
                        display.notices(),
                        Clock.systemUTC())) {
            run.onBatch(log);
            display.follow(run, units, untilEnd);
            Ending ending = Watch.untilEnd(
                    run,
                    Optional.ofNullable(atMost),
                    stopping,
                    untilEnd
                            ? Optional.empty()
                            : Optional.of(() -> telling.soFar(run.status().ledger())),
                    () -> {});
            display.close();
            Map<String, Map<String, Object>> ledger = run.status().ledger();
            telling.atEnd(ledger, untilEnd && ending.atEnd(), rejected);
            if (verbose.getAsBoolean()) {
                screen.err().println(run.status().timing());
            }
            int end = new RunEnd(screen, stopping, units).of(ending, run.status(), untilEnd);
            return end == ExitCode.DONE && untilEnd && RunReport.isUseless(ledger) ? ExitCode.WRONG : end;
        }
    }

    /** On Spark a batch of a backlog is as large as two seconds allow. */
    private Duration slow(EngineChoice chosen) {
        return slowBatch != null ? slowBatch : chosen.isSpark() ? SLOW_ON_SPARK : SLOW;
    }

    private boolean fits(Prepared prepared, List<Problem> found) {
        new ProblemPrinter(screen.err(), screen.errPaint(), SourceLines.fromDisk()).print(found);
        return !prepared.and(found).hasErrors();
    }

    private void checkState(EngineChoice chosen) {
        if (state != null && state.isBlank()) {
            throw new ParameterException(spec.commandLine(), "--state must name a folder");
        }
        if (state != null && !chosen.isSpark() && StatePlace.isElsewhere(state)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--state " + state + ": the embedded engine keeps its state on this machine; give a folder, or use "
                            + "--engine spark");
        }
    }

    private Map<String, List<Path>> replacedInputs(Program program) {
        Map<String, List<Path>> replaced = new LinkedHashMap<>();
        Map<Object, InputFile> seen = new HashMap<>();
        for (InputFile input : inputs) {
            Stream stream = program.pipeline().streams().get(input.stream());
            if (stream == null || !(stream.input() instanceof Stream.Source)) {
                throw wrongInput(
                        input,
                        "there is no stream '" + input.stream() + "' with a source; there are: " + sources(program));
            }
            if (input.path().toString().equals("-") && !Files.exists(input.path())) {
                throw notFile(input, "standard input is no file");
            }
            if (!Files.isReadable(input.path())) {
                throw wrongInput(input, "the file " + input.path() + " cannot be read");
            }
            if (!Files.isRegularFile(input.path()) && !Files.isDirectory(input.path())) {
                throw notFile(input, "it is a pipe, a socket or a device, which may not end and cannot be read again");
            }
            for (Path read : filesOf(input)) {
                InputFile before = seen.putIfAbsent(List.of(input.stream(), SamePlace.of(read)), input);
                if (before != null && before != input) {
                    throw wrongInput(
                            input,
                            read + " is read by --input " + before.stream() + "=" + before.path()
                                    + " too, and would be counted twice: name each file once");
                }
            }
            replaced.computeIfAbsent(input.stream(), name -> new ArrayList<>()).add(input.path());
        }
        return replaced;
    }

    /** The file itself, and all that are in it when it is a folder. */
    private List<Path> filesOf(InputFile input) {
        List<Path> files = new ArrayList<>(List.of(input.path()));
        if (Files.isDirectory(input.path())) {
            try (java.util.stream.Stream<Path> inside = Files.list(input.path())) {
                inside.filter(Files::isRegularFile).forEach(files::add);
            } catch (IOException e) {
                throw wrongInput(input, "the folder cannot be read: " + e);
            }
        }
        return files;
    }

    private ParameterException wrongInput(InputFile input, String why) {
        return new ParameterException(
                spec.commandLine(), "--input " + input.stream() + "=" + input.path() + ": " + why);
    }

    private ParameterException notFile(InputFile input, String what) {
        return new WrongUsage.Remedied(
                spec.commandLine(),
                "--input " + input.stream() + "=" + input.path() + ": " + what,
                "write it to a file, or give the stream `source: stdin` and pipe it in: some-command | nilometer run …; "
                        + "files packed by gzip, zstd or bzip2 are read as they are");
    }

    private static String sources(Program program) {
        return String.join(
                ", ", program.sources().stream().map(source -> source.stream()).toList());
    }
}
