package io.nilometer.core.run;

import io.nilometer.api.Source;
import io.nilometer.api.Source.Progress;
import io.nilometer.core.bytes.ByteReader;
import io.nilometer.core.bytes.ByteWriter;
import io.nilometer.core.ledger.Ledger;
import io.nilometer.core.ledger.StreamLedger;
import io.nilometer.core.program.Program;
import io.nilometer.core.program.SourceProgram;
import io.nilometer.core.row.CatalystValues;
import io.nilometer.core.time.PartitionClock;
import io.nilometer.core.time.SourceClock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntToLongFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Where a run stands after a batch: its number, the wall clock, how far each partition has been read, the clocks of the
 * sources and the ledger. Used by one thread.
 */
public final class Standing {

    private final Program program;
    private final List<SourceClock> clocks = new ArrayList<>();
    private final List<Positions> positions = new ArrayList<>();
    private Ledger ledger = new Ledger();
    private long batch = -1;
    private long wallMicros;

    public Standing(Program program) {
        this.program = program;
        for (SourceProgram source : program.sources()) {
            clocks.add(new SourceClock(source.time().arrival(), source.time().idleAfterMicros()));
            positions.add(new Positions());
            ledger.stream(source.stream());
        }
    }

    /** Begins the next batch; the wall clock never goes back. */
    public void next(long nowMicros) {
        batch++;
        wallMicros = Math.max(wallMicros, nowMicros);
    }

    /** Numbers batches from after this one on. */
    public void continueAfter(long lastBatch) {
        batch = lastBatch;
    }

    /** The number of the last batch; -1 before the first. */
    public long batch() {
        return batch;
    }

    public long wallMicros() {
        return wallMicros;
    }

    /** From where a run goes on that was not the first on its state, for the user; empty for a first one. */
    public Optional<String> continued() {
        return wallMicros == 0
                ? Optional.empty()
                : Optional.of(String.format(
                        Locale.ROOT,
                        "continues after batch %d, committed %s, with %,d records read so far",
                        batch,
                        CatalystValues.instant(wallMicros).truncatedTo(ChronoUnit.SECONDS),
                        records()));
    }

    public Ledger ledger() {
        return ledger;
    }

    /** How many records have been read, of all sources. */
    public long records() {
        return ledger.streams().values().stream()
                .mapToLong(StreamLedger::readCount)
                .sum();
    }

    /** Where reading goes on, by stream and partition. */
    public Map<String, Map<String, String>> positions() {
        Map<String, Map<String, String>> all = new LinkedHashMap<>();
        program.sources().forEach(source -> all.put(source.stream(), resume(source.index())));
        return all;
    }

    /** How many records of a source have been read. */
    public long read(int source) {
        return ledger.stream(program.sources().get(source).stream()).readCount();
    }

    /** C of the slowest source; empty before its first event and after the end. */
    public Optional<Instant> watermark() {
        long slowest = clocks.stream().mapToLong(SourceClock::micros).min().orElse(SourceClock.ENDED);
        boolean known = slowest != PartitionClock.UNKNOWN && slowest != SourceClock.ENDED;
        return known ? Optional.of(CatalystValues.instant(slowest)) : Optional.empty();
    }

    /** C of every source, in microseconds. */
    public long[] clockMicros() {
        return clocks.stream().mapToLong(SourceClock::micros).toArray();
    }

    /** By source, the moment before which windows lack records; see {@link SourceClock#wholeFromMicros}. */
    public long[] wholeFromMicros() {
        return clocks.stream().mapToLong(SourceClock::wholeFromMicros).toArray();
    }

    /** How far event time has come in one partition. */
    public long clockMicros(int source, String partition) {
        return clocks.get(source).micros(partition);
    }

    /** The largest event time that has been read of every source, or {@link PartitionClock#UNKNOWN}. */
    public long[] latestMicros() {
        return clocks.stream().mapToLong(SourceClock::latestMicros).toArray();
    }

    /** Where reading goes on, by partition. */
    public Map<String, String> resume(int source) {
        return positions.get(source).toMap();
    }

    /** The clock of a partition whose records are about to be scanned; see {@link SourceClock#scanning}. */
    public PartitionClock scanning(int source, String partition) {
        PartitionClock clock = clocks.get(source).scanning(partition, wallMicros);
        noteAppeared(source);
        return clock;
    }

    /** A partition has been read up to here; says whether that is news. */
    public boolean position(int source, String partition, String resume) {
        return positions.get(source).put(partition, resume);
    }

    /** Says how much more there is to read; see {@link SourceClock#progress}. */
    public void progress(int source, String partition, Progress progress) {
        clocks.get(source).progress(partition, progress, wallMicros);
        noteAppeared(source);
    }

    private void noteAppeared(int source) {
        int appeared = clocks.get(source).takeAppeared();
        if (appeared > 0) {
            ledger.stream(program.sources().get(source).stream()).note("appeared", appeared);
        }
    }

    /** A partition is at its end for good and its source knows it: nothing of it is kept. Says whether that is news. */
    public boolean forget(int source, String partition) {
        clocks.get(source).forget(partition);
        return positions.get(source).remove(partition);
    }

    /** What was said last of a partition; null when nothing was. */
    public @Nullable Progress progress(int source, String partition) {
        return clocks.get(source).progress(partition);
    }

    /**
     * Moves the clocks at the end of a batch.
     *
     * @param openUntil by source, the C that would close everything that is open
     */
    public void endBatch(IntToLongFunction openUntil) {
        for (int index = 0; index < clocks.size(); index++) {
            int source = index;
            int idle = clocks.get(source).endBatch(wallMicros, () -> openUntil.applyAsLong(source));
            ledger.stream(program.sources().get(source).stream()).note("idle", idle);
        }
        program.groupings().forEach(grouping -> carryIdle(grouping.sources()));
    }

    /** What reads several sources waits for none that is idle: as idle partitions do, it goes with those that are not. */
    private void carryIdle(Collection<Integer> sources) {
        long active = SourceClock.ENDED;
        long idle = PartitionClock.UNKNOWN;
        for (int source : sources) {
            SourceClock clock = clocks.get(source);
            if (clock.isIdle()) {
                idle = Math.max(idle, clock.micros());
            } else {
                active = Math.min(active, clock.micros());
            }
        }
        long common = active == SourceClock.ENDED ? idle : active;
        for (int source : sources) {
            if (clocks.get(source).isIdle()) {
                clocks.get(source).follow(common);
            }
        }
    }

    /** Ends all sources: everything closes. */
    public void end() {
        clocks.forEach(SourceClock::end);
    }

    public boolean hasEnded() {
        return clocks.stream().allMatch(SourceClock::hasEnded);
    }

    /** Whether the passing of time alone would make a partition idle by now. */
    public boolean idleIsDue(long nowMicros) {
        return clocks.stream().anyMatch(clock -> clock.idleIsDue(nowMicros));
    }

    /** Notes of a partition stand in the ledger of its stream, as {@code kind:partition}. */
    public void note(int source, String partition, Map<String, Long> notes) {
        StreamLedger stream = ledger.stream(program.sources().get(source).stream());
        notes.forEach((what, times) -> {
            if (what.equals(Source.BEGINS_MIDWAY)) {
                clocks.get(source).beginsMidway(partition, wallMicros);
            } else {
                stream.note(what + ":" + partition, times);
            }
        });
    }

    /**
     * Outputs have refused rows for good, which stands in the ledger of the stream that they come from, the first of several, as
     * {@code refused:output}.
     *
     * @param rows by output and relation
     */
    public void refused(Map<String, Map<String, Long>> rows) {
        rows.forEach((output, relations) ->
                relations.forEach((relation, count) -> origin(relation).note("refused:" + output, count)));
    }

    private StreamLedger origin(String relation) {
        String stream = relation.substring(0, relation.contains(".") ? relation.indexOf('.') : relation.length());
        int source = program.groupings().stream()
                .filter(grouping ->
                        grouping.metrics().stream().anyMatch(m -> m.name().equals(relation)))
                .findFirst()
                .map(grouping -> grouping.sources().iterator().next())
                .orElse(Math.max(0, indexOf(stream)));
        return ledger.stream(program.sources().get(source).stream());
    }

    /** Notes of a metric, {@code kind:metric}, stand in the ledger of the first source that it reads. */
    public void note(String what, long times) {
        String metric = what.substring(what.indexOf(':') + 1);
        program.groupings().stream()
                .filter(grouping ->
                        grouping.metrics().stream().anyMatch(m -> m.name().equals(metric)))
                .findFirst()
                .ifPresent(grouping -> {
                    int source = grouping.sources().iterator().next();
                    ledger.stream(program.sources().get(source).stream()).note(what, times);
                });
    }

    public void write(ByteWriter out) {
        out.writeLong(batch);
        out.writeLong(wallMicros);
        out.writeUnsigned(program.sources().size());
        for (int source = 0; source < clocks.size(); source++) {
            out.writeText(program.sources().get(source).stream());
            positions.get(source).write(out);
            clocks.get(source).write(out);
        }
        ledger.write(out);
    }

    /** As {@link #read(ByteReader, UnaryOperator)}, with the names that streams have. */
    public Map<String, Long> read(ByteReader in) {
        return read(in, UnaryOperator.identity());
    }

    /**
     * Takes over what {@link #write} wrote; streams that are gone are forgotten, new ones start afresh.
     *
     * @param nameNow of a stream, by its name then
     * @return C of the streams that there were, by their names then
     */
    public Map<String, Long> read(ByteReader in, UnaryOperator<String> nameNow) {
        batch = in.readLong();
        wallMicros = in.readLong();
        Map<String, Long> found = new LinkedHashMap<>();
        int count = in.readLength();
        for (int i = 0; i < count; i++) {
            String then = in.readText();
            String stream = nameNow.apply(then);
            Positions read = new Positions();
            read.read(in);
            SourceClock clock = new SourceClock(false, 0);
            int source = indexOf(stream);
            if (source >= 0) {
                clock = clocks.get(source);
                positions.set(source, read);
            }
            clock.read(in);
            found.put(then, clock.micros());
        }
        ledger = Ledger.read(in, nameNow);
        program.sources().forEach(source -> ledger.stream(source.stream()));
        return found;
    }

    private int indexOf(String stream) {
        for (SourceProgram source : program.sources()) {
            if (source.stream().equals(stream)) {
                return source.index();
            }
        }
        return -1;
    }
}
