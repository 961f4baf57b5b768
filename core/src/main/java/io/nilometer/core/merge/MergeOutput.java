package io.nilometer.core.merge;

import io.nilometer.core.bytes.ByteReader;
import io.nilometer.core.bytes.ByteWriter;
import io.nilometer.core.bytes.ValueCodec;
import io.nilometer.core.program.MetricProgram;
import io.nilometer.core.program.Program;
import io.nilometer.core.program.ResultProjector;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The rows that one shard gives out at the end of a batch, before {@code top} is applied over all shards. */
public final class MergeOutput {

    private final Map<String, MetricRows> byMetric = new LinkedHashMap<>();
    private final Map<String, Long> notes = new TreeMap<>();

    /** A row that becomes a result unless {@code top} leaves it out. */
    record Candidate(
            ResultProjector.Projected projected,
            long startMicros,
            long endMicros,
            boolean last,
            boolean overflow,
            boolean partial) {}

    /**
     * What one metric gives out.
     *
     * @param changed ends of the open windows that have changed on this shard; kept for metrics with {@code top}, which are
     *     ranked over the windows' rows of all shards, those without a change too
     */
    record MetricRows(MetricProgram metric, List<Candidate> rows, Set<Long> changed) {}

    void add(MetricProgram metric, Candidate candidate) {
        of(metric).rows().add(candidate);
    }

    void changed(MetricProgram metric, long endMicros) {
        of(metric).changed().add(endMicros);
    }

    private MetricRows of(MetricProgram metric) {
        return byMetric.computeIfAbsent(
                metric.name(), name -> new MetricRows(metric, new ArrayList<>(), new TreeSet<>()));
    }

    void note(String what, long times) {
        if (times > 0) {
            notes.merge(what, times, Long::sum);
        }
    }

    Map<String, MetricRows> byMetric() {
        return byMetric;
    }

    /**
     * What the ledger should tell, by kind and metric: {@code failed:m} result expressions gave null, {@code capped:m}
     * collections were cut at their limit, {@code overflow:m} cells found no room for their key.
     */
    public Map<String, Long> notes() {
        return notes;
    }

    /** For a shard in another process than the one that puts the shards together. */
    public void write(ByteWriter out) {
        out.writeUnsigned(notes.size());
        notes.forEach((what, times) -> {
            out.writeText(what);
            out.writeUnsigned(times);
        });
        out.writeUnsigned(byMetric.size());
        byMetric.forEach((metric, rows) -> {
            out.writeText(metric);
            out.writeUnsigned(rows.rows().size());
            rows.rows().forEach(candidate -> write(candidate, out));
            out.writeUnsigned(rows.changed().size());
            rows.changed().forEach(out::writeSigned);
        });
    }

    private static void write(Candidate candidate, ByteWriter out) {
        out.writeSigned(candidate.startMicros);
        out.writeSigned(candidate.endMicros);
        out.writeBoolean(candidate.last);
        out.writeBoolean(candidate.overflow);
        out.writeBoolean(candidate.partial);
        ValueCodec.write(candidate.projected.values(), out);
        ValueCodec.write(candidate.projected.order(), out);
    }

    /** What {@link #write} wrote. */
    public static MergeOutput read(ByteReader in, Program program) {
        MergeOutput output = new MergeOutput();
        for (int notes = in.readLength(); notes > 0; notes--) {
            output.note(in.readText(), in.readUnsigned());
        }
        Map<String, MetricProgram> metrics = new LinkedHashMap<>();
        program.metrics().forEach(metric -> metrics.put(metric.name(), metric));
        for (int names = in.readLength(); names > 0; names--) {
            MetricProgram metric = Objects.requireNonNull(metrics.get(in.readText()), "a metric of the program");
            for (int rows = in.readLength(); rows > 0; rows--) {
                output.add(metric, readCandidate(in));
            }
            for (int ends = in.readLength(); ends > 0; ends--) {
                output.changed(metric, in.readSigned());
            }
        }
        return output;
    }

    @SuppressWarnings("unchecked") // as write wrote them
    private static Candidate readCandidate(ByteReader in) {
        long start = in.readSigned();
        long end = in.readSigned();
        boolean last = in.readBoolean();
        boolean overflow = in.readBoolean();
        boolean partial = in.readBoolean();
        var values = (List<@Nullable Object>) Objects.requireNonNull(ValueCodec.read(in));
        var order = (List<@Nullable Comparable<?>>) Objects.requireNonNull(ValueCodec.read(in));
        return new Candidate(new ResultProjector.Projected(values, order), start, end, last, overflow, partial);
    }
}
