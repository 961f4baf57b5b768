package io.nilometer.cli.parity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nilometer.api.NilometerException;
import io.nilometer.api.Relation;
import io.nilometer.api.Row;
import io.nilometer.api.Sink;
import io.nilometer.cli.run.Relations;
import io.nilometer.core.component.Components;
import io.nilometer.core.deliver.Subscription;
import io.nilometer.core.pipeline.Output;
import io.nilometer.core.pipeline.Use;
import io.nilometer.core.program.Program;
import io.nilometer.core.program.SourceProgram;
import io.nilometer.core.run.Run;
import io.nilometer.core.run.StateOrigin;
import io.nilometer.core.run.TemporaryDirectory;
import io.nilometer.embedded.EmbeddedRun;
import io.nilometer.embedded.EngineSettings;
import io.nilometer.spark.SparkRun;
import io.nilometer.spark.SparkSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A pipeline is run on half of the data, changed, and run on the same state to the end: the documentation says what comes of it. */
class ChangedPipelineTest {

    private static final Duration LONGEST = Duration.ofSeconds(120);
    private static final Pattern DOCUMENTED = Pattern.compile("(?m)^\\| ([^|]+) \\| ([^|]+) \\|$");

    /** Spark may still look after its state there when a run has ended, which would fail a stricter deletion. */
    private final TemporaryDirectory temporary = TemporaryDirectory.create("nilometer-changed");

    private final Path folder = temporary.path();

    @AfterEach
    void deleteFolder() {
        temporary.close();
    }

    private final Map<String, List<String>> files = new HashMap<>();
    private boolean ended;
    private final List<String> told = new CopyOnWriteArrayList<>();
    private final List<String> rows = new CopyOnWriteArrayList<>();

    private interface Engine {
        Run open(Program program, StateOrigin origin, boolean goOn);
    }

    static List<Change> changes() {
        return Changes.all();
    }

    @ParameterizedTest
    @MethodSource("changes")
    void embedded(Change change) throws Exception {
        check(change, this::embedded);
    }

    @ParameterizedTest
    @MethodSource("changes")
    void on_spark(Change change) throws Exception {
        check(change, this::spark);
    }

    @Test
    void what_is_partial_and_what_was_given_out_is_remembered_over_further_restarts() throws Exception {
        staysOverRestarts(this::embedded);
    }

    @Test
    void what_is_partial_and_what_was_given_out_is_remembered_over_further_restarts_on_spark() throws Exception {
        staysOverRestarts(this::spark);
    }

    private void staysOverRestarts(Engine engine) throws Exception {
        Change change = Change.of("", "")
                .then("lateness: 10s", "lateness: 5m")
                .then("total: sum(ms)", "total: sum(ms)\n      errors: count_if(failed)");
        List<String> all =
                Stream.concat(Change.FIRST.stream(), Change.SECOND.stream()).toList();
        files.put("one", all.subList(0, 3));
        stopAfter(3, open(change.before(), false, engine));
        files.put("one", all.subList(0, 4));
        stopAfter(4, open(change.after(), false, engine));
        files.put("one", all);
        ended = true;
        rows.clear();
        told.clear();
        Run last = open(change.after(), false, engine);
        try (last) {
            last.begin();
            last.await();
        }
        assertThat(rows.stream().sorted()).containsExactly("m 10:01 a 2 70 1 partial", "m 10:02 a 1 60 0");
        assertThat(late(last)).isEqualTo(1);
        assertThat(told).noneMatch(line -> line.startsWith("m "));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void columns_that_are_added_at_random_places_count_from_there(long seed) throws Exception {
        addsColumns(seed, this::embedded);
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12})
    void columns_that_are_added_at_random_places_count_from_there_on_spark(long seed) throws Exception {
        addsColumns(seed, this::spark);
    }

    private void addsColumns(long seed, Engine engine) throws Exception {
        GrowingColumns growing = new GrowingColumns(new Random(seed));
        for (int run = 0; run < GrowingColumns.RUNS; run++) {
            files.put("one", growing.read(run));
            ended = run == GrowingColumns.RUNS - 1;
            Run opened = open(growing.pipeline(run), false, engine);
            if (ended) {
                try (opened) {
                    opened.begin();
                    opened.await();
                }
            } else {
                stopAfter(growing.read(run).size(), opened);
            }
            assertThat(late(opened)).as("seed %d", seed).isZero();
        }
        assertThat(rows.stream().sorted()).as("seed %d", seed).containsExactlyElementsOf(growing.expected());
    }

    private static void stopAfter(long records, Run run) throws Exception {
        try (run) {
            run.begin();
            await(run, records);
            run.stop();
            run.await();
        }
    }

    @Test
    void the_documentation_has_these_changes_and_no_others() throws Exception {
        String page = Files.readString(Path.of("../docs/operations.md"));
        int from = page.indexOf("| change | what comes of it |");
        String table = page.substring(from, page.indexOf("\n\n", from));
        List<String> documented = new ArrayList<>();
        DOCUMENTED
                .matcher(table)
                .results()
                .skip(2)
                .forEach(row -> documented.add(
                        row.group(1).strip() + " | " + row.group(2).strip()));

        assertThat(documented)
                .containsExactlyElementsOf(changes().stream()
                        .map(change -> change.name() + " | " + change.outcome())
                        .toList());
    }

    private void check(Change change, Engine engine) throws Exception {
        files.put("one", Change.FIRST);
        files.put("two", List.of());
        files.put(
                "three",
                Stream.concat(Stream.of("", "", ""), Change.SECOND.stream()).toList());
        Run first = open(change.before(), false, engine);
        stopAfter(Change.FIRST.size(), first);
        assertThat(late(first)).isZero();
        rows.clear();
        told.clear();
        files.put(
                "one",
                Stream.concat(Change.FIRST.stream(), Change.SECOND.stream()).toList());
        ended = true;
        if (change.isRefused()) {
            assertThatThrownBy(() -> open(change.after(), change.goOn(), engine))
                    .isInstanceOfSatisfying(NilometerException.class, refused -> assertThat(
                                    refused.problem().code())
                            .isEqualTo(change.expected().get(0)));
            return;
        }
        Run second = open(change.after(), change.goOn(), engine);
        try (second) {
            second.begin();
            second.await();
        }
        assertThat(rows.stream().sorted()).as("%s", told).containsExactlyElementsOf(change.expected());
        assertThat(late(second)).isEqualTo(change.late());
        change.told().forEach(part -> assertThat(told)
                .anySatisfy(line -> assertThat(line).contains(part)));
        if (change.name().equals("nothing")) {
            assertThat(told).noneMatch(line -> line.startsWith("m "));
        }
    }

    private static long late(Run run) {
        return sum(run, "late");
    }

    private static long sum(Run run, String way) {
        return run.status().ledger().values().stream()
                .mapToLong(stream -> ((Number) stream.getOrDefault(way, 0)).longValue())
                .sum();
    }

    private static void await(Run run, long records) throws InterruptedException {
        long deadline = System.nanoTime() + LONGEST.toNanos();
        while (sum(run, "read") < records) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.onSpinWait();
        }
        if (run instanceof SparkRun spark) {
            // What a batch closes is given out with the next.
            spark.processAllAvailable();
        }
    }

    private Run open(String yaml, boolean goOn, Engine engine) {
        Program program = new BothEngines(yaml, new Random(1)).program(2);
        Map<String, String> identities = new LinkedHashMap<>();
        program.sources().forEach(source -> identities.put(source.stream(), path(source)));
        return engine.open(program, new StateOrigin(program.pipeline().name(), "p.yaml", identities), goOn);
    }

    private static String path(SourceProgram source) {
        Use use = source.input().source();
        return Components.load().sources().get(use.component()).identity(use.options());
    }

    private HeldSource held(SourceProgram source) {
        HeldSource held = new HeldSource();
        files.forEach((name, lines) -> {
            if (path(source).contains(name + ".ndjson")) {
                held.write(lines);
            }
        });
        if (ended) {
            held.end();
        }
        return held;
    }

    private Run embedded(Program program, StateOrigin origin, boolean goOn) {
        return EmbeddedRun.open(
                program,
                new EngineSettings(
                        program.sources().stream()
                                .<io.nilometer.api.Source>map(this::held)
                                .toList(),
                        List.of(gathered(program)),
                        Optional.of(folder.resolve("state")),
                        false,
                        origin,
                        goOn,
                        true,
                        2,
                        EngineSettings.SLOW_LOOKS,
                        ledger -> {},
                        told::add));
    }

    private Run spark(Program program, StateOrigin origin, boolean goOn) {
        Map<String, io.nilometer.api.Source> fed = new LinkedHashMap<>();
        program.sources().forEach(source -> fed.put(source.stream(), held(source)));
        return SparkRun.open(
                program,
                new SparkSettings(
                        Components.load(),
                        Map.of(),
                        fed,
                        List.of(gathered(program)),
                        Optional.of(folder.resolve("checkpoint").toUri().toString()),
                        false,
                        origin,
                        goOn,
                        true,
                        Optional.of("local[2]"),
                        Optional.empty(),
                        SparkSettings.WALL_CLOCK,
                        ledger -> {},
                        told::add));
    }

    private Subscription gathered(Program program) {
        List<Relation> relations = List.copyOf(Relations.results(program)).stream()
                .filter(relation -> relation.kind() == Relation.Kind.METRIC)
                .toList();
        Sink sink = new Sink() {
            @Override
            public void write(Batch batch) {
                batch.outputs().forEach(some -> some.rows().forEach(row -> rows.add(line(some.relation(), row))));
            }

            @Override
            public void close() {}
        };
        return new Subscription("gathered", relations, false, Output.Retry.DEFAULT, () -> sink);
    }

    private static String line(Relation relation, Row row) {
        StringBuilder line = new StringBuilder(relation.name());
        line.append(' ').append(String.valueOf(row.get(0)), 11, 16);
        row.values().stream().skip(2).forEach(value -> line.append(' ').append(value));
        return line.append(row.partial() ? " partial" : "").toString();
    }
}
