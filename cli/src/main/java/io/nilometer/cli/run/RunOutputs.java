package io.nilometer.cli.run;

import io.nilometer.api.NilometerException;
import io.nilometer.api.Options;
import io.nilometer.api.Relation;
import io.nilometer.api.Sink;
import io.nilometer.api.SinkContext;
import io.nilometer.api.SinkFactory;
import io.nilometer.api.disk.FolderLock;
import io.nilometer.api.disk.OwnFile;
import io.nilometer.connectors.console.ConsoleSinkFactory;
import io.nilometer.connectors.ndjson.NdjsonSinkFactory;
import io.nilometer.core.deliver.RefusedRows;
import io.nilometer.core.deliver.Subscription;
import io.nilometer.core.pipeline.Output;
import io.nilometer.core.pipeline.Pipeline;
import io.nilometer.core.pipeline.Use;
import io.nilometer.core.program.MetricProgram;
import io.nilometer.core.program.Program;
import io.nilometer.core.scan.RecordRelations;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * Where the rows of a run go: to the folder of {@code --results}, to the console of a demonstration, or to the pipeline's
 * own outputs; and, where state is kept, rejected and late records to their default place.
 */
public final class RunOutputs {

    private static final String NDJSON = "ndjson";
    private static final String CONSOLE = "console";

    private final RunRequest request;
    private final StatePlace state;
    private final Pipeline pipeline;

    public RunOutputs(RunRequest request, StatePlace state) {
        this.request = request;
        this.state = state;
        this.pipeline = request.program().pipeline();
    }

    /** The file that keeps the rejected records of a run; empty when none does. */
    public static Optional<Path> rejected(RunRequest request) {
        String name = RecordRelations.rejected("rejected").name();
        String file = name + ".ndjson";
        return request.results().map(folder -> folder.resolve(file)).or(() -> StatePlace.of(request)
                .aside()
                .map(folder -> folder.resolve(name).resolve(file)));
    }

    /**
     * The tables of console outputs, in the order of the pipeline; empty when there are none, or when some output writes rows
     * for programs to the same place.
     */
    public static List<ConsoleTable> tables(Program program, boolean demo, boolean results) {
        Map<String, ConsoleTable> tables = new LinkedHashMap<>();
        if (demo) {
            Relations.metrics(program).forEach(relation -> add(tables, program, relation, Integer.MAX_VALUE));
            return List.copyOf(tables.values());
        }
        for (Output output : program.pipeline().outputs().values()) {
            if (results || !output.sink().component().equals(CONSOLE)) {
                continue;
            }
            if (!ConsoleSinkFactory.isTable(output.sink().options())) {
                return List.of();
            }
            int most = ConsoleSinkFactory.most(output.sink().options()).orElse(Integer.MAX_VALUE);
            Relations.of(program, output).forEach(relation -> add(tables, program, relation, most));
        }
        return List.copyOf(tables.values());
    }

    private static void add(Map<String, ConsoleTable> tables, Program program, Relation relation, int most) {
        Duration window = program.metrics().stream()
                .filter(metric -> metric.name().equals(relation.name()))
                .findFirst()
                .map(MetricProgram::windows)
                .map(windows -> Duration.of(windows.longestMicros(), ChronoUnit.MICROS))
                .orElse(Duration.ZERO);
        tables.put(relation.name(), new ConsoleTable(relation, window, most));
    }

    /** Whether the pipeline's own outputs write to anything but the console. */
    public static boolean hasOthers(Program program) {
        return program.pipeline().outputs().values().stream()
                .anyMatch(output -> !output.sink().component().equals(CONSOLE));
    }

    /**
     * What the run's delivery has to write, and how. Makes the folder of {@code --results}.
     *
     * @throws NilometerException when that folder cannot be written to
     */
    public List<Subscription> subscriptions() {
        if (request.results().isPresent()) {
            Path folder = request.results().get().toAbsolutePath();
            checkWritable(folder);
            return List.of(results(folder));
        }
        List<Subscription> all = new ArrayList<>();
        if (request.demo()) {
            all.add(subscription(
                    "screen",
                    CONSOLE,
                    new Options(Map.of()),
                    Relations.metrics(request.program()),
                    true,
                    Output.Retry.DEFAULT));
        } else {
            pipeline.outputs().values().forEach(output -> all.add(own(output)));
        }
        state.aside().ifPresent(folder -> {
            all.add(aside(folder, RecordRelations.rejected("rejected")));
            all.add(aside(folder, RecordRelations.late("late")));
        });
        return all;
    }

    /**
     * Writes what belongs to {@code --results} beside the rows, when all of them are written: the ledger, and empty files of
     * outputs without rows.
     *
     * @param ledger as {@code ledger.json} shows it: counters by stream
     * @throws NilometerException when the folder cannot be written to
     */
    public void finish(Map<String, ? extends Map<String, Object>> ledger) {
        request.results().ifPresent(folder -> {
            try {
                Files.createDirectories(folder);
                for (Relation relation : resultRelations()) {
                    createIfMissing(folder.resolve(relation.name() + ".ndjson"));
                }
                LedgerFile.write(folder, ledger);
            } catch (IOException e) {
                throw cannotWrite(folder, e);
            }
        });
    }

    /** A folder that can never be written to is told before anything is read; what fails later is tried again. */
    private static void checkWritable(Path folder) {
        try {
            Files.createDirectories(folder);
            Files.delete(Files.createTempFile(folder, ".nilometer", ".part"));
            LedgerFile.check(folder);
        } catch (IOException e) {
            throw cannotWrite(folder, e);
        }
    }

    private static NilometerException cannotWrite(Path folder, IOException why) {
        return new NilometerException(
                "results-folder",
                "cannot write to " + folder + ": " + why,
                "free some space, or give another --results folder",
                why);
    }

    private List<Relation> resultRelations() {
        List<Relation> all = new ArrayList<>(Relations.results(request.program()));
        all.addAll(Relations.streams(request.program()));
        return all;
    }

    /** A run that keeps no state makes its files anew; one that continues its state continues its files. */
    private Subscription results(Path folder) {
        String existing = state.kept() ? "refuse" : "replace";
        if (!state.kept()) {
            deleteOld(folder);
        }
        return subscription(
                "results", NDJSON, ndjson(folder, existing, 0), resultRelations(), false, Output.Retry.DEFAULT);
    }

    private Subscription aside(Path folder, Relation relation) {
        return subscription(
                relation.name(),
                NDJSON,
                ndjson(
                        folder.resolve(relation.name()).toAbsolutePath(),
                        "append",
                        pipeline.limits().rejectedBytes()),
                List.of(relation),
                false,
                Output.Retry.DEFAULT);
    }

    /** Options as the file would write them, read by the component's own option types. */
    private Options ndjson(Path folder, String existing, long most) {
        SinkFactory factory = factory(NDJSON);
        Map<String, Object> written = new HashMap<>(Map.of("path", folder.toString(), "existing", existing));
        if (most > 0) {
            written.put("max_size", most);
        }
        Map<String, Object> parsed = new HashMap<>();
        factory.spec().options().forEach(option -> {
            Object raw = written.get(option.name());
            if (raw != null) {
                parsed.put(option.name(), option.type().parser().apply(raw));
            }
        });
        return new Options(parsed);
    }

    private Subscription own(Output output) {
        Use sink = output.sink();
        return subscription(
                output.name(),
                sink.component(),
                sink.options(),
                Relations.of(request.program(), output),
                output.updates(),
                output.retry());
    }

    private Subscription subscription(
            String name,
            String component,
            Options options,
            List<Relation> relations,
            boolean updates,
            Output.Retry retry) {
        SinkContext context =
                new SinkContext(pipeline.name(), name, pipeline.directory(), relations, request.notices());
        SinkFactory factory = factory(component);
        boolean console = component.equals(CONSOLE);
        return new Subscription(
                name,
                relations,
                updates,
                retry,
                mark -> factory.ready(options, context, mark),
                () -> console ? request.consoles().open(factory, options, context) : factory.create(options, context),
                state.aside()
                        .<Callable<Sink>>map(folder -> () -> refused(folder, name))
                        .orElse(null));
    }

    /** Keeps what an output will never take, beside the rejected records. */
    private Sink refused(Path folder, String output) {
        Path place = folder.resolve("refused").resolve(output).toAbsolutePath();
        Options options = ndjson(place, "append", pipeline.limits().rejectedBytes());
        SinkContext context = new SinkContext(
                pipeline.name(), output, pipeline.directory(), List.of(RefusedRows.RELATION), request.notices());
        return factory(NDJSON).create(options, context);
    }

    private SinkFactory factory(String component) {
        SinkFactory factory = request.components().sinks().get(component);
        if (factory == null) {
            throw new NilometerException("no-such-sink", "there is no sink '" + component + "'", "");
        }
        return factory;
    }

    /** Also where no row will come, nothing of an earlier run may stay. */
    @SuppressWarnings("try") // the lock is only held
    private void deleteOld(Path folder) {
        try (FolderLock ours = NdjsonSinkFactory.own(folder)) {
            for (Relation relation : resultRelations()) {
                OwnFile.remove(folder.resolve(relation.name() + ".ndjson"));
            }
        } catch (IOException e) {
            throw new NilometerException(
                    "results-folder",
                    "cannot replace what is in " + folder + ": " + e,
                    "give another --results folder",
                    e);
        }
    }

    private static void createIfMissing(Path file) throws IOException {
        try {
            Files.createFile(file);
        } catch (FileAlreadyExistsException e) {
            // It has rows.
            return;
        }
    }
}
