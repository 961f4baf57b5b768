package io.nilometer.core.config;

import io.nilometer.core.pipeline.Output;
import io.nilometer.core.pipeline.Reference;
import io.nilometer.core.pipeline.Use;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the section {@code outputs}. */
final class OutputReader {

    private final Reading reading;
    private final UseReader uses;

    OutputReader(Reading reading) {
        this.reading = reading;
        this.uses = new UseReader(reading);
    }

    @Nullable
    Output read(Tree.Entry entry) {
        reading.name(entry.name(), entry.place());
        if (!(entry.value() instanceof Tree.Entries entries)) {
            reading.wrongKind(
                    entry.value(), "the output `" + entry.name() + "`", "a map with one component and `from`");
            return null;
        }
        List<Tree.Entry> sinks = new ArrayList<>();
        for (Tree.Entry part : entries.entries()) {
            boolean known =
                    reading.components.sinks().containsKey(part.name()) || NotYet.COMPONENTS.containsKey(part.name());
            if (known || Grammar.OUTPUT.find(part.name()).isEmpty() && !isNearlyAKey(part.name())) {
                sinks.add(part);
            }
        }
        List<String> names = sinks.stream().map(Tree.Entry::name).toList();
        Fields fields = new Fields(reading, entries, Grammar.OUTPUT, java.util.Set.copyOf(names));
        if (sinks.size() != 1) {
            reading.problems.error(
                    "one-component",
                    entry.place(),
                    "the output `" + entry.name() + "` needs exactly one component"
                            + (sinks.isEmpty() ? "" : ", not " + String.join(" and ", names)),
                    "one of: " + String.join(", ", reading.components.sinks().keySet()));
            return null;
        }
        Tree.Entry sink = sinks.get(0);
        Use use = uses.use(sink.name(), sink.place(), sink.value(), "output component", reading.components.sinks());
        Tree from = fields.find("from");
        List<Reference> references = from == null ? List.of() : References.read(reading, from);
        Map<String, Boolean> results = new LinkedHashMap<>();
        results.put("final", false);
        results.put("updates", true);
        boolean updates = fields.oneOf("results", results, false);
        Output.Retry retry = retry(fields);
        return use == null ? null : new Output(entry.name(), entry.place(), use, references, updates, retry);
    }

    private boolean isNearlyAKey(String name) {
        List<String> valid = new ArrayList<>(Grammar.OUTPUT.names());
        valid.addAll(reading.components.sinks().keySet());
        return Nearest.find(name, valid)
                .filter(near -> Grammar.OUTPUT.find(near).isPresent())
                .isPresent();
    }

    private Output.Retry retry(Fields output) {
        Tree tree = output.find("retry");
        Fields fields = tree == null ? null : reading.fields(tree, Grammar.RETRY);
        if (fields == null) {
            return Output.Retry.DEFAULT;
        }
        Output.Retry usual = Output.Retry.DEFAULT;
        return new Output.Retry(
                fields.integer("attempts", 0, 1_000_000)
                        .orElse((long) usual.attempts())
                        .intValue(),
                fields.positive("pause").orElse(usual.pause()),
                fields.positive("max_pause").orElse(usual.maxPause()));
    }
}
