package io.nilometer.core.config;

import io.nilometer.api.Place;
import io.nilometer.core.pipeline.Demo;
import io.nilometer.core.pipeline.Limits;
import io.nilometer.core.pipeline.Metric;
import io.nilometer.core.pipeline.Output;
import io.nilometer.core.pipeline.Pipeline;
import io.nilometer.core.pipeline.PipelineTest;
import io.nilometer.core.pipeline.Stream;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads the whole file, section by section: a broken one does not hide what is wrong in others. */
final class PipelineReader {

    private static final String KEBAB = "[a-z][a-z0-9]*(-[a-z0-9]+)*";
    private static final int LONGEST_NAME = 100;
    private static final List<String> NAMED = List.of("streams", "metrics", "joins");

    private final Reading reading;
    private final Path directory;

    PipelineReader(Reading reading, Path directory) {
        this.reading = reading;
        this.directory = directory;
    }

    /** The pipeline; only good when no error has been told. */
    @Nullable
    Pipeline read(Tree tree) {
        Fields file = reading.fields(tree, Grammar.PIPELINE);
        if (file == null) {
            return null;
        }
        reading.namesKnown = NAMED.stream().noneMatch(key -> file.misspelt(key) || isNoMap(file.find(key)));
        String name = file.text("name").orElse("");
        if (!name.isEmpty() && (name.length() > LONGEST_NAME || !name.matches(KEBAB))) {
            reading.problems.error(
                    "bad-name",
                    file.placeOf("name"),
                    "`" + Reading.shortened(name) + "` is not a name in kebab-case",
                    kebab(name));
        }
        Map<String, Stream> streams = new LinkedHashMap<>();
        StreamReader streamReader = new StreamReader(reading);
        Map<String, Place> names = new LinkedHashMap<>();
        each(file, "streams", entry -> {
            names.put(entry.name(), entry.place());
            Stream stream = streamReader.read(entry);
            if (stream != null) {
                streams.put(entry.name(), stream);
            }
        });
        if (file.has("streams") && names.isEmpty()) {
            noStreams(file);
        }
        Map<String, Metric> metrics = metrics(file, names);
        LaterReader later = new LaterReader(reading);
        each(file, "joins", entry -> {
            unique(entry, names);
            later.join(entry);
        });
        each(file, "alerts", later::alert);
        each(file, "notify", later::notifier);
        Map<String, Output> outputs = new LinkedHashMap<>();
        OutputReader outputReader = new OutputReader(reading);
        each(file, "outputs", entry -> {
            Output output = outputReader.read(entry);
            if (output != null) {
                outputs.put(entry.name(), output);
            }
        });
        Map<String, Demo> demo = demo(file, streams.keySet(), names.keySet());
        Limits limits = new LimitsReader(reading).read(file.find("limits"));
        Pipeline pipeline = new Pipeline(
                name,
                file.place(),
                directory,
                timezone(file),
                Collections.unmodifiableMap(streams),
                Collections.unmodifiableMap(metrics),
                Map.of(),
                Map.of(),
                Map.of(),
                Collections.unmodifiableMap(outputs),
                demo,
                limits,
                new SparkReader(reading).read(file.find("spark")),
                tests(file, names, streams),
                Portable.text(tree));
        new NameCheck(reading, pipeline, names.keySet()).check();
        return pipeline;
    }

    /** The name as it would be right, when that is all there is to it. */
    private static String kebab(String name) {
        String likely = name.strip()
                .replaceAll("([a-z0-9])([A-Z])", "$1-$2")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9]+", "-")
                .replaceAll("^[-0-9]+|-+$", "");
        return likely.length() <= LONGEST_NAME && likely.matches(KEBAB)
                ? "write `" + likely + "`"
                : "use up to " + LONGEST_NAME + " small letters, digits and -, such as log-analysis";
    }

    private void noStreams(Fields file) {
        Tree tree = file.find("streams");
        if (tree instanceof Tree.Entries || tree instanceof Tree.Leaf leaf && leaf.empty()) {
            reading.problems.error(
                    "no-streams",
                    file.placeOf("streams"),
                    "there is nothing to read: `streams` is empty",
                    "add a stream with `source`, `format` and `time`");
        }
    }

    private Map<String, Metric> metrics(Fields file, Map<String, Place> names) {
        Map<String, Metric> metrics = new LinkedHashMap<>();
        MetricReader metricReader = new MetricReader(reading);
        Optional<String> only = names.size() == 1 ? names.keySet().stream().findFirst() : Optional.empty();
        boolean several = names.size() > 1;
        each(file, "metrics", entry -> {
            unique(entry, names);
            Metric metric = metricReader.read(entry, only, several);
            if (metric != null) {
                metrics.put(entry.name(), metric);
            }
        });
        return metrics;
    }

    private Map<String, Demo> demo(Fields file, Set<String> streams, Set<String> names) {
        Map<String, Demo> demo = new LinkedHashMap<>();
        DemoReader demoReader = new DemoReader(reading);
        each(file, "demo", entry -> {
            if (reading.namesKnown && !names.contains(entry.name())) {
                reading.problems.error(
                        "unknown-stream",
                        entry.place(),
                        "there is no stream `" + entry.name() + "`",
                        Nearest.remedy(entry.name(), streams));
            }
            Demo read = demoReader.read(entry);
            if (read != null) {
                demo.put(entry.name(), read);
            }
        });
        return Collections.unmodifiableMap(demo);
    }

    private List<PipelineTest> tests(Fields file, Map<String, Place> names, Map<String, Stream> streams) {
        Set<String> withSource = names.keySet().stream()
                .filter(name -> !streams.containsKey(name) || streams.get(name).input() instanceof Stream.Source)
                .collect(Collectors.toSet());
        TestReader testReader = new TestReader(reading, withSource, names.keySet());
        List<PipelineTest> tests = new ArrayList<>();
        Tree tree = file.find("tests");
        if (tree != null) {
            for (Tree item : reading.items(tree, "`tests`")) {
                PipelineTest test = testReader.read(item);
                if (test != null) {
                    tests.add(test);
                }
            }
        }
        return List.copyOf(tests);
    }

    private static boolean isNoMap(@Nullable Tree tree) {
        return tree instanceof Tree.Items || tree instanceof Tree.Leaf leaf && !leaf.empty();
    }

    private ZoneId timezone(Fields file) {
        Tree tree = file.find("timezone");
        ZoneId zone = tree == null
                ? null
                : reading.value(
                        tree,
                        "`timezone`",
                        text -> {
                            try {
                                return ZoneId.of(text);
                            } catch (DateTimeException e) {
                                throw new IllegalArgumentException("a time zone such as UTC or Europe/Berlin", e);
                            }
                        },
                        Meant::zone);
        return zone == null ? ZoneOffset.UTC : zone;
    }

    private void unique(Tree.Entry entry, Map<String, Place> names) {
        Place twin = names.putIfAbsent(entry.name(), entry.place());
        if (twin != null) {
            reading.problems.error(
                    "duplicate-name",
                    entry.place(),
                    "the name `" + entry.name() + "` is taken by what stands at " + twin,
                    "streams, metrics and joins share one namespace: choose another name");
        }
    }

    private void each(Fields file, String key, Consumer<Tree.Entry> action) {
        Tree tree = file.find(key);
        if (tree != null && !(tree instanceof Tree.Leaf leaf && leaf.empty())) {
            reading.named(tree, "`" + key + "`").forEach(action);
        }
    }
}
