package io.nilometer.core.ledger;

import io.nilometer.api.PartitionId;
import io.nilometer.core.bytes.ByteReader;
import io.nilometer.core.bytes.ByteWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * What became of the records of one source stream. Mutable; belongs to one thread, and is added up from the workers' own.
 */
public final class StreamLedger {

    /** Begins a note: something was null because a number did not fit its type. */
    public static final String TOO_LARGE = "too_large:";

    private long read;
    private long used;
    private long filtered;
    private long duplicate;
    private long late;
    private long rejected;
    private final Map<String, Long> reasons = new TreeMap<>();
    private final Map<String, Long> lateFor = new TreeMap<>();
    private final Map<String, Long> failedFor = new TreeMap<>();
    private final LateBy lateBy = new LateBy();
    private final ClockJumps clockJumps = new ClockJumps();
    private final Map<String, Long> badFields = new TreeMap<>();
    private final Examples badValues = new Examples();
    private final Occurrences fields = new Occurrences();
    private final Occurrences metrics = new Occurrences();
    private final Map<String, Long> notes = new TreeMap<>();

    public void read() {
        read++;
    }

    public void used() {
        used++;
    }

    public void filtered() {
        filtered++;
    }

    public void late() {
        late++;
    }

    /** @param reason in snake_case, such as {@code not_json} or {@code bad_field:amount} */
    public void rejected(String reason) {
        rejected++;
        reasons.merge(reason, 1L, Long::sum);
    }

    /** A metric did not count a record in all of its windows, because some or all of them had passed. */
    public void lateFor(String metric) {
        lateFor.merge(metric, 1L, Long::sum);
    }

    /** A metric did not count a record because an expression of its own failed; or a stream's output did not get it. */
    public void failedFor(String name) {
        failedFor.merge(name, 1L, Long::sum);
    }

    /** An expression was null for a record because a number did not fit its type; or, for a metric, in a final row. */
    public void tooLarge(String name) {
        note(TOO_LARGE + name, 1);
    }

    /** A record was late, for all or for some: its time is so far before the clock of its partition. */
    public void lateBy(long micros) {
        lateBy.add(micros);
    }

    /** A record that has moved its partition's clock by no more than this need not be told to {@link #clockMoved}. */
    public long leastClockJump() {
        return clockJumps.leastMicros();
    }

    /** @param text where the record is, for people */
    public void clockMoved(long byMicros, long toMicros, PartitionId partition, long position, String text) {
        clockJumps.offer(byMicros, toMicros, partition, position, text);
    }

    /** A field of a record that is not rejected did not fit its type and is null. */
    public void badField(String field) {
        badFields.merge(field, 1L, Long::sum);
    }

    /**
     * What stands in a record where a bad field was expected. The first one is kept.
     *
     * @param text asked only when it is needed
     */
    public void badValue(String field, PartitionId partition, long position, Supplier<String> text) {
        badValues.offer(field, partition, position, text);
    }

    /** A field of the schema is looked for. @param came whether some record has had it */
    public void field(String name, boolean came) {
        fields.add(name, came);
    }

    /** A metric waits for events of the stream. @param came whether it has counted one */
    public void metric(String name, boolean came) {
        metrics.add(name, came);
    }

    /** Something that weakens a promise happened: {@code idle}, {@code overflow:<metric>}, {@code failed:<metric>} … */
    public void note(String what, long times) {
        if (times > 0) {
            notes.merge(what, times, Long::sum);
        }
    }

    public long readCount() {
        return read;
    }

    public long usedCount() {
        return used;
    }

    public long filteredCount() {
        return filtered;
    }

    public long duplicateCount() {
        return duplicate;
    }

    public long lateCount() {
        return late;
    }

    public long rejectedCount() {
        return rejected;
    }

    /** How many records were rejected for which reason. */
    public Map<String, Long> reasons() {
        return new TreeMap<>(reasons);
    }

    public Map<String, Long> lateFor() {
        return new TreeMap<>(lateFor);
    }

    public Map<String, Long> failedFor() {
        return new TreeMap<>(failedFor);
    }

    /** Whether every record read has been accounted for. */
    public boolean balances() {
        return read == used + filtered + duplicate + late + rejected;
    }

    public void add(StreamLedger other) {
        read += other.read;
        used += other.used;
        filtered += other.filtered;
        duplicate += other.duplicate;
        late += other.late;
        rejected += other.rejected;
        other.reasons.forEach((key, count) -> reasons.merge(key, count, Long::sum));
        other.lateFor.forEach((key, count) -> lateFor.merge(key, count, Long::sum));
        other.failedFor.forEach((key, count) -> failedFor.merge(key, count, Long::sum));
        lateBy.add(other.lateBy);
        clockJumps.add(other.clockJumps);
        badValues.add(other.badValues);
        fields.add(other.fields);
        metrics.add(other.metrics);
        other.badFields.forEach((key, count) -> badFields.merge(key, count, Long::sum));
        other.notes.forEach((key, count) -> notes.merge(key, count, Long::sum));
    }

    public void clear() {
        read = used = filtered = duplicate = late = rejected = 0;
        reasons.clear();
        lateFor.clear();
        failedFor.clear();
        lateBy.clear();
        clockJumps.clear();
        badValues.clear();
        fields.clear();
        metrics.clear();
        badFields.clear();
        notes.clear();
    }

    public boolean isEmpty() {
        return read == 0 && notes.isEmpty();
    }

    /** As {@code ledger.json} shows it: counters, and maps of counters; behind them what there is more to tell, if any. */
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("read", read);
        map.put("used", used);
        map.put("filtered", filtered);
        map.put("duplicate", duplicate);
        map.put("late", late);
        map.put("rejected", rejected);
        map.put("reasons", reasons());
        map.put("late_for", lateFor());
        map.put("failed_for", failedFor());
        putIfAny(map, "late_by", lateBy.toMap());
        putIfAny(map, "clock_moved", late > 0 || !lateFor.isEmpty() ? clockJumps.toMap() : Map.of());
        putIfAny(map, "bad_fields", new TreeMap<>(badFields));
        putIfAny(map, "bad_values", badValues.toMap());
        putIfAny(map, "never", fields.missing());
        putIfAny(map, "no_event_for", metrics.missing());
        putIfAny(map, "notes", new TreeMap<>(notes));
        return map;
    }

    private static void putIfAny(Map<String, Object> map, String name, Map<String, ?> values) {
        if (!values.isEmpty()) {
            map.put(name, values);
        }
    }

    private static void putIfAny(Map<String, Object> map, String name, List<String> names) {
        if (!names.isEmpty()) {
            map.put(name, names);
        }
    }

    public void write(ByteWriter out) {
        for (long count : new long[] {read, used, filtered, duplicate, late, rejected}) {
            out.writeUnsigned(count);
        }
        write(reasons, out);
        write(lateFor, out);
        write(failedFor, out);
        lateBy.write(out);
        clockJumps.write(out);
        write(badFields, out);
        badValues.write(out);
        fields.write(out);
        metrics.write(out);
        write(notes, out);
    }

    public static StreamLedger read(ByteReader in) {
        StreamLedger ledger = new StreamLedger();
        ledger.read = in.readUnsigned();
        ledger.used = in.readUnsigned();
        ledger.filtered = in.readUnsigned();
        ledger.duplicate = in.readUnsigned();
        ledger.late = in.readUnsigned();
        ledger.rejected = in.readUnsigned();
        read(ledger.reasons, in);
        read(ledger.lateFor, in);
        read(ledger.failedFor, in);
        ledger.lateBy.read(in);
        ledger.clockJumps.read(in);
        read(ledger.badFields, in);
        ledger.badValues.read(in);
        ledger.fields.read(in);
        ledger.metrics.read(in);
        read(ledger.notes, in);
        return ledger;
    }

    private static void write(Map<String, Long> counts, ByteWriter out) {
        out.writeUnsigned(counts.size());
        counts.forEach((key, count) -> {
            out.writeText(key);
            out.writeUnsigned(count);
        });
    }

    private static void read(Map<String, Long> counts, ByteReader in) {
        int size = in.readLength();
        for (int i = 0; i < size; i++) {
            counts.put(in.readText(), in.readUnsigned());
        }
    }
}
