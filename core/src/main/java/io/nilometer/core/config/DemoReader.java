package io.nilometer.core.config;

import io.nilometer.core.pipeline.Demo;
import io.nilometer.core.pipeline.Sql;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the section {@code demo}. */
final class DemoReader {

    private static final double MOST_A_SECOND = 1e7;

    private final Reading reading;

    DemoReader(Reading reading) {
        this.reading = reading;
    }

    @Nullable
    Demo read(Tree.Entry entry) {
        Fields fields = reading.fields(entry.value(), Grammar.DEMO);
        if (fields == null) {
            return null;
        }
        if (fields.misspelt("fields") || fields.misspelt("raw")) {
            return null;
        }
        if (fields.has("fields") == fields.has("raw")) {
            reading.problems.error(
                    "fields-or-raw",
                    entry.place(),
                    "the demo of `" + entry.name() + "` needs either `fields` or `raw`",
                    "add `fields: {name: expression}`");
            return null;
        }
        Tree rateTree = fields.find("rate");
        Double rate = rateTree == null
                ? Double.valueOf(100)
                : reading.value(rateTree, "`rate`", DemoReader::rate, text -> "write a number such as `100`");
        long seed = fields.integer("seed", Long.MIN_VALUE, Long.MAX_VALUE).orElse(1L);
        Map<String, Sql> columns = fields.has("fields") ? reading.columns(fieldsTree(fields), "the demo's") : Map.of();
        Optional<Sql> raw = fields.sql("raw");
        List<Demo.Incident> incidents = new ArrayList<>();
        Tree incidentTree = fields.find("incidents");
        if (incidentTree != null) {
            for (Tree item : reading.items(incidentTree, "`incidents`")) {
                Demo.Incident incident = incident(item);
                if (incident != null) {
                    incidents.add(incident);
                }
            }
        }
        return rate == null ? null : new Demo(entry.name(), entry.place(), rate, seed, columns, raw, incidents);
    }

    private static Tree fieldsTree(Fields fields) {
        Tree tree = fields.find("fields");
        if (tree == null) {
            throw new IllegalStateException("fields were there");
        }
        return tree;
    }

    private Demo.@Nullable Incident incident(Tree tree) {
        Fields fields = reading.fields(tree, Grammar.INCIDENT);
        if (fields == null) {
            return null;
        }
        Optional<Duration> at = fields.duration("at");
        Optional<Duration> lasting = fields.positive("lasting");
        Optional<Duration> every = fields.positive("every");
        Optional<Sql> where = fields.sql("where");
        Map<String, Sql> set = fields.columns("set");
        return at.isEmpty() || lasting.isEmpty() ? null : new Demo.Incident(at.get(), lasting.get(), every, where, set);
    }

    private static Double rate(String text) {
        try {
            double rate = Double.parseDouble(text);
            if (rate > 0 && rate <= MOST_A_SECOND) {
                return rate;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("a number of records per second", e);
        }
        throw new IllegalArgumentException("from above 0 to 10 million records per second");
    }
}
