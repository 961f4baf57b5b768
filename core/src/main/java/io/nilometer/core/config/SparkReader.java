package io.nilometer.core.config;

import io.nilometer.api.Problem;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the section {@code spark}: {@code shards}, which is ours, and settings that Spark knows by their full names. */
final class SparkReader {

    private static final String SHARDS = "shards";
    private static final int MOST_SHARDS = 64;
    private static final String PREFIX = "spark.";

    private final Reading reading;

    SparkReader(Reading reading) {
        this.reading = reading;
    }

    /** By name, in the order of the file. */
    Map<String, String> read(@Nullable Tree tree) {
        Map<String, String> settings = new LinkedHashMap<>();
        if (tree != null && !(tree instanceof Tree.Leaf leaf && leaf.empty())) {
            reading.named(tree, "`spark`").forEach(entry -> setting(entry, settings));
        }
        return Collections.unmodifiableMap(settings);
    }

    private void setting(Tree.Entry entry, Map<String, String> settings) {
        String name = entry.name();
        if (name.equals(SHARDS)) {
            Long shards = reading.integer(entry.value(), "`" + SHARDS + "`", 1, MOST_SHARDS);
            if (shards != null) {
                settings.put(SHARDS, shards.toString());
            }
        } else if (!name.startsWith(PREFIX)) {
            String remedy = Nearest.find(name, Grammar.SPARK.names())
                    .map(near -> "did you mean `" + near + "`?")
                    .orElse("write settings of Spark in full, such as `" + PREFIX + name + "`");
            reading.problems.error("unknown-key", entry.place(), "`spark` has no key `" + name + "`", remedy);
        } else {
            sparks(entry, settings);
        }
    }

    private void sparks(Tree.Entry entry, Map<String, String> settings) {
        Optional<Problem> wrong = reading.settings.name(entry.name(), entry.place());
        wrong.ifPresent(reading.problems::add);
        String text = reading.text(entry.value(), "`" + entry.name() + "`");
        if (wrong.isPresent() || text == null) {
            return;
        }
        settings.put(entry.name(), text);
        if (entry.value() instanceof Tree.Leaf leaf && !leaf.is(Tree.Trait.UNSET)) {
            reading.settings.value(entry.name(), text, entry.value().place()).ifPresent(reading.problems::add);
        }
    }
}
