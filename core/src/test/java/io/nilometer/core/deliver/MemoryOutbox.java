package io.nilometer.core.deliver;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;

/** An outbox and marks that outlive their delivery: what an engine's durable ones are to a restarted process. */
final class MemoryOutbox implements Outbox, Marks {

    private final TreeMap<Long, byte[]> batches = new TreeMap<>();
    private final Map<String, Long> marks = new HashMap<>();
    private final Map<String, Long> written = new HashMap<>();
    private long last = NONE;
    private int reads;

    synchronized void commit(long batch, byte[] rows) {
        if (rows.length > 0) {
            batches.put(batch, rows);
        }
        last = batch;
    }

    @Override
    public synchronized List<Stored> read(long after, long maxBytes) {
        reads++;
        List<Stored> found = new ArrayList<>();
        long bytes = 0;
        for (Map.Entry<Long, byte[]> entry : batches.tailMap(after, false).entrySet()) {
            if (bytes >= maxBytes) {
                break;
            }
            found.add(new Stored(entry.getKey(), entry.getValue()));
            bytes += entry.getValue().length;
        }
        return found;
    }

    @Override
    public synchronized long last() {
        return last;
    }

    @Override
    public synchronized long bytes() {
        return batches.values().stream().mapToLong(bytes -> bytes.length).sum();
    }

    @Override
    public synchronized void trim(long upTo) {
        batches.headMap(upTo, true).clear();
    }

    @Override
    public synchronized OptionalLong delivered(String output) {
        Long mark = marks.get(output);
        return mark == null ? OptionalLong.empty() : OptionalLong.of(mark);
    }

    @Override
    public synchronized long written(String output) {
        return written.getOrDefault(output, NONE);
    }

    @Override
    public synchronized void delivered(String output, long batch, long lastWritten) {
        marks.put(output, batch);
        written.put(output, lastWritten);
    }

    @Override
    public synchronized void keepOnly(Set<String> outputs) {
        marks.keySet().retainAll(outputs);
        written.keySet().retainAll(outputs);
    }

    synchronized int reads() {
        return reads;
    }
}
