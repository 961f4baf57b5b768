package io.nilometer.core.ledger;

import io.nilometer.core.bytes.ByteReader;
import io.nilometer.core.bytes.ByteWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * What became of the records of one source stream. Mutable; belongs to one thread, and is added up from the workers' own.
 */
public final class StreamLedger {

    private long read;
    private long used;
    private long filtered;
    private long duplicate;
    private long late;
    private long rejected;
    private final Map<String, Long> reasons = new TreeMap<>();
    private final Map<String, Long> lateFor = new TreeMap<>();
    private final Map<String, Long> badFields = new TreeMap<>();
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

    /** A metric did not count a record because all its windows had passed. */
    public void lateFor(String metric) {
        lateFor.merge(metric, 1L, Long::sum);
    }

    /** A field of a record that is not rejected did not fit its type and is null. */
    public void badField(String field) {
        badFields.merge(field, 1L, Long::sum);
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
        other.badFields.forEach((key, count) -> badFields.merge(key, count, Long::sum));
        other.notes.forEach((key, count) -> notes.merge(key, count, Long::sum));
    }

    public void clear() {
        read = used = filtered = duplicate = late = rejected = 0;
        reasons.clear();
        lateFor.clear();
        badFields.clear();
        notes.clear();
    }

    public boolean isEmpty() {
        return read == 0 && notes.isEmpty();
    }

    /** As {@code ledger.json} shows it: counters, and maps of counters that are always there. */
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("read", read);
        map.put("used", used);
        map.put("filtered", filtered);
        map.put("duplicate", duplicate);
        map.put("late", late);
        map.put("rejected", rejected);
        map.put("reasons", new TreeMap<>(reasons));
        map.put("late_for", new TreeMap<>(lateFor));
        if (!badFields.isEmpty()) {
            map.put("bad_fields", new TreeMap<>(badFields));
        }
        if (!notes.isEmpty()) {
            map.put("notes", new TreeMap<>(notes));
        }
        return map;
    }

    public void write(ByteWriter out) {
        for (long count : new long[] {read, used, filtered, duplicate, late, rejected}) {
            out.writeUnsigned(count);
        }
        write(reasons, out);
        write(lateFor, out);
        write(badFields, out);
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
        read(ledger.badFields, in);
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
