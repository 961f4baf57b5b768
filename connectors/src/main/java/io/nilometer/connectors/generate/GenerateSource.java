package io.nilometer.connectors.generate;

import io.nilometer.api.NilometerException;
import io.nilometer.api.PartitionId;
import io.nilometer.api.RecordBatch;
import io.nilometer.api.RecordGenerator;
import io.nilometer.api.Source;
import io.nilometer.connectors.pace.Wake;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Hands over record n when its time has come. Behind by more than a second (paused, stopped) it leaves out the time that is
 * missing and not the records, so a pause is not followed by a flood.
 */
final class GenerateSource implements Source {

    private static final PartitionId PARTITION = new PartitionId("generate", 0);
    private static final int RECORDS_PER_BATCH = 4096;
    private static final long BYTES_PER_POLL = 4 << 20;
    private static final long SECOND = 1_000_000;

    private final RecordGenerator generator;
    private final double rate;
    private final long count;
    private final Clock clock;
    private final Wake wake = new Wake();
    private long start;
    private long next;
    private long paceFrom;
    private long paceStart;
    private boolean paused;

    GenerateSource(RecordGenerator generator, double rate, long count, Clock clock) {
        this.generator = generator;
        this.rate = rate;
        this.count = count;
        this.clock = clock;
    }

    @Override
    public void open(Map<String, String> resume) {
        String from = resume.get(PARTITION.name());
        start = now();
        if (from != null) {
            String[] parts = from.split(" ");
            if (parts.length != 2 || !parts[0].matches("\\d+") || !parts[1].matches("\\d+")) {
                throw new NilometerException(
                        "bad-position",
                        "the stored position of a generator cannot be read: " + from,
                        "it was written by another version: start with a new state directory");
            }
            next = Long.parseLong(parts[0]);
            start = Long.parseLong(parts[1]);
        }
        paceFrom = next;
        paceStart = now();
    }

    @Override
    public void poll(Consumer<RecordBatch> out, Duration wait) {
        long deadline = System.nanoTime() + wait.toNanos();
        boolean woken = false;
        while (!woken && !emit(out)) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                return;
            }
            long untilDue = paused || next >= count ? left : Math.max(1, due(next) - now()) * 1_000;
            woken = wake.await(Duration.ofNanos(Math.min(left, untilDue)));
        }
    }

    private boolean emit(Consumer<RecordBatch> out) {
        long now = now();
        if (paused || next >= count || due(next) > now) {
            return false;
        }
        if (now - due(next) > SECOND) {
            paceFrom = next;
            paceStart = now - SECOND;
        }
        long handed = 0;
        while (handed < BYTES_PER_POLL && next < count && due(next) <= now) {
            RecordBatch batch = new RecordBatch(PARTITION, RecordBatch.Origin.NONE, 1024);
            while (batch.size() < RECORDS_PER_BATCH && next < count && due(next) <= now) {
                byte[] record = generator.record(next, start, due(next));
                batch.add(record, 0, record.length, next);
                next++;
            }
            batch.resumeAt(resume());
            handed += batch.bytes() + batch.size();
            out.accept(batch);
        }
        return true;
    }

    /** When a record is handed over, and the time that it speaks of. */
    private long due(long n) {
        return paceStart + (long) ((n - paceFrom) * (SECOND / rate));
    }

    private long now() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant());
    }

    private String resume() {
        return next + " " + start;
    }

    @Override
    public List<PartitionStatus> partitions() {
        long waiting = paused ? (long) Math.min(count - next, Math.max(0, (now() - due(next)) * rate / SECOND)) : 0;
        Progress progress = next >= count ? Progress.ENDED : due(next) <= now() ? Progress.BACKLOG : Progress.AT_END;
        return List.of(new PartitionStatus(PARTITION, resume(), progress, waiting));
    }

    @Override
    public void pause(Collection<PartitionId> partitions) {
        paused = partitions.contains(PARTITION);
    }

    @Override
    public void wakeUp() {
        wake.up();
    }

    @Override
    public void close() {
        wake.up();
    }
}
