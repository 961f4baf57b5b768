package io.nilometer.spark.fit;

import io.nilometer.api.Place;
import io.nilometer.api.Problem;
import io.nilometer.core.config.Nearest;
import io.nilometer.core.config.SettingCheck;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.spark.internal.config.ConfigEntry;

/**
 * Judges settings of Spark by Spark's own list of them, by families of names that Spark leaves open, and by what our engine
 * settles itself.
 */
public final class SparkKeys implements SettingCheck {

    private static final String PREFIX = "spark.";

    /** Of keys whose values are never shown. */
    private static final Pattern SECRET =
            Pattern.compile("(?i)secret|password|passphrase|token|credential|access[._]?key|account[._]?key");

    /** Codes around Spark's messages. */
    private static final Pattern FOR_MACHINES = Pattern.compile("^\\[[A-Z0-9_.]+] |SQLSTATE: \\w+$");

    /** Whether the value of a setting may be a secret. */
    public static boolean isSecret(String name) {
        return SECRET.matcher(name).find();
    }

    @Override
    public Optional<Problem> name(String name, Place place) {
        Optional<Settled> settled = Settled.of(name);
        if (settled.isPresent()) {
            return Optional.of(Problem.error(
                    "not-for-pipelines",
                    "`" + name + "` cannot be set here: " + settled.get().why(),
                    settled.get().instead(),
                    place));
        }
        SparkEntries known = SparkEntries.all();
        if (known.entry(name).isPresent() || OpenNames.has(name)) {
            return Optional.empty();
        }
        // Without what all have in common, so that only names that are really near are called so.
        String remedy = Nearest.find(name.substring(PREFIX.length()), known.suggestions(PREFIX))
                .map(near -> "did you mean `" + PREFIX + near + "`?")
                .orElse("leave it out; Spark's documentation of its configuration has the names");
        return Optional.of(Problem.error("unknown-key", "Spark has no setting `" + name + "`", remedy, place));
    }

    @Override
    public Optional<Problem> value(String name, String value, Place place) {
        return SparkEntries.all().entry(name).flatMap(entry -> refusal(entry, value)
                .map(refusal -> Problem.error(
                        "bad-value",
                        "Spark does not take this value of `" + name + "`" + (isSecret(name) ? "" : ": " + refusal),
                        remedy(entry),
                        place)));
    }

    /** A value of the same kind: what holds when nothing is written. */
    private static String remedy(ConfigEntry<?> entry) {
        String usual = entry.defaultValueString();
        return usual.isEmpty() || usual.startsWith("<")
                ? "leave it out, or write a value as Spark's documentation has it"
                : "leave it out, or write one like Spark's own: `" + usual + "`";
    }

    /** What Spark says to a value that it cannot read; values that refer to other settings are read when it starts. */
    private static Optional<String> refusal(ConfigEntry<?> entry, String value) {
        if (value.contains("${")) {
            return Optional.empty();
        }
        try {
            entry.valueConverter().apply(value);
            return Optional.empty();
        } catch (RuntimeException e) {
            // Whatever a converter throws, it would throw again in the run.
            String words = e.getMessage() == null ? e.toString() : e.getMessage();
            String first = words.lines().findFirst().orElse(words);
            return Optional.of(FOR_MACHINES.matcher(first).replaceAll("").strip());
        }
    }
}
