package io.nilometer.core.state;

import io.nilometer.core.aggregate.AggregateSpec;
import io.nilometer.core.aggregate.CatalystAggregate;
import io.nilometer.core.bytes.ByteReader;
import io.nilometer.core.bytes.ByteWriter;
import io.nilometer.core.program.Grouping;
import io.nilometer.core.program.MetricProgram;
import io.nilometer.core.program.Program;
import io.nilometer.core.program.Windows;
import io.nilometer.core.time.PartitionClock;
import io.nilometer.core.time.SourceClock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Everything on which the bytes of a program's cells depend, and since when they count. Kept beside the state, so that a
 * changed pipeline can take over what still fits.
 */
public record StateLayout(List<Kept> groupings) {

    /** Before all times: what counts since then has counted from the beginning on. */
    public static final long ALWAYS = PartitionClock.UNKNOWN;

    public StateLayout {
        groupings = List.copyOf(groupings);
    }

    /**
     * What a grouping computes.
     *
     * @param fingerprint and the next: as the program's grouping has them
     * @param sources names of the streams whose events reach it
     */
    public record Identity(String fingerprint, String failing, Set<String> sources, long latenessMicros) {
        public Identity {
            sources = Set.copyOf(sources);
        }

        /** Whether cells of the other one mean the same, but for what came late or failed. */
        boolean continues(Identity other, UnaryOperator<String> nameNow) {
            return fingerprint.equals(other.fingerprint)
                    && sources.equals(other.sources.stream().map(nameNow).collect(Collectors.toSet()));
        }

        boolean isSame(Identity other) {
            return failing.equals(other.failing) && latenessMicros == other.latenessMicros;
        }
    }

    /**
     * One aggregate.
     *
     * @param wholeFromMicros windows that begin before have not counted all of it
     */
    public record Aggregate(AggregateSpec spec, long wholeFromMicros) {}

    /**
     * One metric.
     *
     * @param window its windows, as text
     * @param wholeFromMicros its windows that begin before are not whole, whatever its aggregates have counted
     * @param cellsFromMicros slices that end by then do not count: of those that there were, some are gone
     * @param givenOutMicros windows that end by then were given out as final before the pipeline was changed
     */
    public record Metric(String name, String window, long wholeFromMicros, long cellsFromMicros, long givenOutMicros) {}

    /**
     * One grouping.
     *
     * @param running whether its cells have a span of time
     */
    public record Kept(Identity identity, boolean running, List<Aggregate> aggregates, List<Metric> metrics) {
        public Kept {
            aggregates = List.copyOf(aggregates);
            metrics = List.copyOf(metrics);
        }

        /** Equal texts mean equal cells. */
        String text() {
            return identity.fingerprint
                    + running
                    + aggregates.stream()
                            .map(aggregate -> aggregate.spec().text())
                            .collect(Collectors.joining("\n", "\n", "\n"));
        }

        /**
         * Windows of a metric that begin before this moment are partial.
         *
         * @param index of the metric in its grouping
         */
        public long wholeFromMicros(int index, MetricProgram metric) {
            long from = metrics.get(index).wholeFromMicros;
            for (int aggregate : metric.aggregates()) {
                from = Math.max(from, aggregates.get(aggregate).wholeFromMicros);
            }
            return from;
        }

        /** Up to where no event is taken any more, whatever its partition's clock says: all metrics have given that out. */
        public long floorMicros() {
            return metrics.stream().mapToLong(Metric::givenOutMicros).min().orElse(ALWAYS);
        }

        /** Slices that end by then take no event: no metric counts them. */
        public long cellsFromMicros() {
            return metrics.stream().mapToLong(Metric::cellsFromMicros).min().orElse(ALWAYS);
        }

        /** Up to where windows are closed when its sources' clocks stand there. */
        long closedMicros(Map<String, Long> clocks) {
            long smallest = SourceClock.ENDED;
            for (String source : identity.sources) {
                smallest = Math.min(smallest, clocks.getOrDefault(source, PartitionClock.UNKNOWN));
            }
            return Math.max(floorMicros(), PartitionClock.watermark(smallest, identity.latenessMicros));
        }
    }

    /** Of a program whose state begins with it. */
    public static StateLayout of(Program program) {
        List<Kept> kept = new ArrayList<>();
        for (Grouping grouping : program.groupings()) {
            Set<String> sources = new TreeSet<>();
            grouping.sources().forEach(source -> sources.add(program.sources().get(source).stream()));
            kept.add(new Kept(
                    new Identity(grouping.fingerprint(), grouping.failing(), sources, grouping.latenessMicros()),
                    grouping.slicing() instanceof Grouping.Running,
                    grouping.aggregates().stream()
                            .map(spec -> new Aggregate(spec, ALWAYS))
                            .toList(),
                    grouping.metrics().stream()
                            .map(metric -> new Metric(metric.name(), window(metric), ALWAYS, ALWAYS, ALWAYS))
                            .toList()));
        }
        return new StateLayout(kept);
    }

    private static String window(MetricProgram metric) {
        Windows windows = metric.windows();
        return windows == null ? "running" : windows.size() + " every " + windows.slide() + " from " + windows.first();
    }

    /**
     * Up to where windows are closed when the sources' clocks stand there.
     *
     * @param clocks C by stream
     * @return by grouping
     */
    public long[] closedMicros(Map<String, Long> clocks) {
        return groupings.stream()
                .mapToLong(grouping -> grouping.closedMicros(clocks))
                .toArray();
    }

    public void write(ByteWriter out) {
        out.writeUnsigned(groupings.size());
        for (Kept grouping : groupings) {
            out.writeText(grouping.identity.fingerprint);
            out.writeText(grouping.identity.failing);
            out.writeUnsigned(grouping.identity.sources.size());
            new TreeSet<>(grouping.identity.sources).forEach(out::writeText);
            out.writeLong(grouping.identity.latenessMicros);
            out.writeBoolean(grouping.running);
            out.writeUnsigned(grouping.aggregates.size());
            for (Aggregate aggregate : grouping.aggregates) {
                SpecCodec.write(aggregate.spec, out);
                out.writeLong(aggregate.wholeFromMicros);
            }
            out.writeUnsigned(grouping.metrics.size());
            for (Metric metric : grouping.metrics) {
                out.writeText(metric.name);
                out.writeText(metric.window);
                out.writeLong(metric.wholeFromMicros);
                out.writeLong(metric.cellsFromMicros);
                out.writeLong(metric.givenOutMicros);
            }
        }
    }

    /** @param program the one of now: Spark's own aggregates that it still has are found there by their text */
    public static StateLayout read(ByteReader in, Program program) {
        List<Kept> kept = new ArrayList<>();
        for (int i = in.readLength(); i > 0; i--) {
            String fingerprint = in.readText();
            String failing = in.readText();
            Set<String> sources = new TreeSet<>();
            for (int j = in.readLength(); j > 0; j--) {
                sources.add(in.readText());
            }
            Identity identity = new Identity(fingerprint, failing, sources, in.readLong());
            boolean running = in.readBoolean();
            kept.add(new Kept(identity, running, readAggregates(in, program), readMetrics(in)));
        }
        return new StateLayout(kept);
    }

    private static List<Aggregate> readAggregates(ByteReader in, Program program) {
        Function<String, CatalystAggregate.@Nullable Maker> makers = text -> maker(program, text);
        List<Aggregate> aggregates = new ArrayList<>();
        for (int i = in.readLength(); i > 0; i--) {
            aggregates.add(new Aggregate(SpecCodec.read(in, makers), in.readLong()));
        }
        return aggregates;
    }

    private static List<Metric> readMetrics(ByteReader in) {
        List<Metric> metrics = new ArrayList<>();
        for (int i = in.readLength(); i > 0; i--) {
            metrics.add(new Metric(in.readText(), in.readText(), in.readLong(), in.readLong(), in.readLong()));
        }
        return metrics;
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
