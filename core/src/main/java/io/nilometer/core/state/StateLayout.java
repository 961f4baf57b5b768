package io.nilometer.core.state;

import io.nilometer.core.aggregate.AggregateSpec;
import io.nilometer.core.aggregate.CatalystAggregate;
import io.nilometer.core.bytes.ByteReader;
import io.nilometer.core.bytes.ByteWriter;
import io.nilometer.core.program.Grouping;
import io.nilometer.core.program.MetricProgram;
import io.nilometer.core.program.Program;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Everything on which the bytes of a program's cells depend. Kept beside the state, so that a changed pipeline can take over
 * what still fits.
 */
public record StateLayout(List<Kept> groupings) {

    public StateLayout {
        groupings = List.copyOf(groupings);
    }

    /**
     * One grouping.
     *
     * @param running whether its cells have a span of time
     */
    public record Kept(String fingerprint, boolean running, List<AggregateSpec> aggregates) {
        public Kept {
            aggregates = List.copyOf(aggregates);
        }

        /** Equal texts mean equal cells. */
        String text() {
            return fingerprint
                    + running
                    + aggregates.stream().map(AggregateSpec::text).collect(Collectors.joining("\n", "\n", "\n"));
        }
    }

    public static StateLayout of(Program program) {
        List<Kept> kept = new ArrayList<>();
        for (Grouping grouping : program.groupings()) {
            kept.add(new Kept(
                    grouping.fingerprint(), grouping.slicing() instanceof Grouping.Running, grouping.aggregates()));
        }
        return new StateLayout(kept);
    }

    /** Whether cells of both have the same bytes. */
    public boolean sameAs(StateLayout other) {
        return groupings.stream()
                .map(Kept::text)
                .toList()
                .equals(other.groupings.stream().map(Kept::text).toList());
    }

    /** What a changed pipeline keeps of the state there is and what not, grouping by grouping, as sentences for the user. */
    public List<String> since(StateLayout written, Program program) {
        Set<String> known = new HashSet<>();
        written.groupings.forEach(grouping -> known.add(grouping.fingerprint));
        List<String> told = new ArrayList<>();
        for (Grouping grouping : program.groupings()) {
            String names = grouping.metrics().stream().map(MetricProgram::name).collect(Collectors.joining(", "));
            told.add(
                    known.remove(grouping.fingerprint())
                            ? "the pipeline has changed: " + names
                                    + " go on with the state there is; aggregates that are new start empty"
                            : "the pipeline has changed: " + names + " start empty");
        }
        if (!known.isEmpty()) {
            told.add("the pipeline has changed: the state of " + known.size()
                    + " grouping(s) that it no longer has is dropped");
        }
        return told;
    }

    public void write(ByteWriter out) {
        out.writeUnsigned(groupings.size());
        for (Kept grouping : groupings) {
            out.writeText(grouping.fingerprint);
            out.writeBoolean(grouping.running);
            out.writeUnsigned(grouping.aggregates.size());
            grouping.aggregates.forEach(spec -> SpecCodec.write(spec, out));
        }
    }

    /** @param program the one of now: Spark's own aggregates that it still has are found there by their text */
    public static StateLayout read(ByteReader in, Program program) {
        Function<String, CatalystAggregate.@Nullable Maker> makers = text -> maker(program, text);
        List<Kept> kept = new ArrayList<>();
        for (int i = in.readLength(); i > 0; i--) {
            String fingerprint = in.readText();
            boolean running = in.readBoolean();
            List<AggregateSpec> aggregates = new ArrayList<>();
            for (int j = in.readLength(); j > 0; j--) {
                aggregates.add(SpecCodec.read(in, makers));
            }
            kept.add(new Kept(fingerprint, running, aggregates));
        }
        return new StateLayout(kept);
    }

    private static CatalystAggregate.Maker maker(Program program, String text) {
        for (Grouping grouping : program.groupings()) {
            for (AggregateSpec spec : grouping.aggregates()) {
                if (spec.text().equals(text) && spec.catalyst() != null) {
                    return spec.catalyst();
                }
            }
        }
        return OpaqueBuffer::new;
    }
}
