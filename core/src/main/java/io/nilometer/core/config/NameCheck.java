package io.nilometer.core.config;

import io.nilometer.core.pipeline.Output;
import io.nilometer.core.pipeline.Pipeline;
import io.nilometer.core.pipeline.Reference;
import io.nilometer.core.pipeline.Stream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Checks that everything that is read exists, and that nothing reads itself. */
final class NameCheck {

    private static final List<String> SPECIAL = List.of("alerts", "ledger");

    private final Reading reading;
    private final Problems problems;
    private final Pipeline pipeline;
    private final Set<String> names;
    /**
     * @param names of all streams, metrics and joins, also of those that are broken
     */
    NameCheck(Reading reading, Pipeline pipeline, Set<String> names) {
        this.reading = reading;
        this.problems = reading.problems;
        this.pipeline = pipeline;
        this.names = names;
    }

    void check() {
        for (Stream stream : pipeline.streams().values()) {
            if (stream.input() instanceof Stream.Derived derived) {
                derived.from().forEach(this::readable);
                if (readsItself(stream)) {
                    problems.error(
                            "cycle",
                            stream.place(),
                            "the stream `" + stream.name() + "` reads itself",
                            "derive it from another stream");
                }
            }
        }
        reading.readByMetrics.forEach(this::readable);
        List<String> valid = new ArrayList<>(names);
        valid.addAll(SPECIAL);
        for (Output output : pipeline.outputs().values()) {
            for (Reference reference : output.from()) {
                if (reference.name().equals("alerts")) {
                    reading.notYet(NotYet.ALERTS, reference.place());
                } else if (!SPECIAL.contains(reference.name())) {
                    exists(reference, valid);
                }
            }
        }
    }

    /** What streams and metrics can read in this version: streams. */
    private void readable(Reference reference) {
        if (exists(reference, names) && !pipeline.streams().containsKey(reference.name()) && known(reference)) {
            NotYet.METRIC_OF_METRIC.tell(problems, reference.place());
        }
    }

    private boolean known(Reference reference) {
        return pipeline.metrics().containsKey(reference.name());
    }

    private boolean exists(Reference reference, Collection<String> valid) {
        if (reference.name().isEmpty()) {
            return false; // could not be read, which was told
        }
        if (!names.contains(reference.name())) {
            if (!reading.namesKnown || reading.meant.contains(reference.name())) {
                return false; // it may stand in what could not be read
            }
            problems.error(
                    "unknown-name",
                    reference.place(),
                    "there is no stream, metric or join `" + reference.name() + "`",
                    Nearest.remedy(reference.name(), valid));
            return false;
        }
        Stream stream = pipeline.streams().get(reference.name());
        if (reference.part() != Reference.Part.EVENTS && stream != null && !(stream.input() instanceof Stream.Source)) {
            problems.error(
                    "only-sources",
                    reference.place(),
                    "`" + reference + "`: only a stream with a `source` has late and rejected records",
                    "name the stream with the source");
            return false;
        }
        return true;
    }

    private boolean readsItself(Stream stream) {
        Set<String> seen = new HashSet<>();
        Deque<Stream> next = new ArrayDeque<>(List.of(stream));
        while (!next.isEmpty()) {
            if (next.pop().input() instanceof Stream.Derived derived) {
                for (Reference reference : derived.from()) {
                    Stream parent = pipeline.streams().get(reference.name());
                    if (reference.name().equals(stream.name())) {
                        return true;
                    }
                    if (parent != null && seen.add(reference.name())) {
                        next.push(parent);
                    }
                }
            }
        }
        return false;
    }
}
