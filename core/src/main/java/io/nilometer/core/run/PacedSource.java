package io.nilometer.core.run;

import io.nilometer.api.Options;
import io.nilometer.api.PartitionId;
import io.nilometer.api.Rate;
import io.nilometer.api.RecordBatch;
import io.nilometer.api.Source;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * A source that hands over no more records than its {@code max_rate}: after those of a poll it reads nothing until their time is
 * over. Nobody has looked at its partitions meanwhile: they are not at their end.
 */
public final class PacedSource implements Source {

    private static final double NANOS = 1e9;

    private final Source source;
    private final Rate most;
    private final LongSupplier nanoTime;
    private final Object woken = new Object();
    private boolean wakeUp;
    private long freeNanos;

    PacedSource(Source source, Rate most, LongSupplier nanoTime) {
        this.source = source;
        this.most = most;
        this.nanoTime = nanoTime;
        this.freeNanos = nanoTime.getAsLong();
    }

    /** The source as its options want it. */
    public static Source of(Source source, Options options) {
        Rate most = options.find(Rate.MAX_RATE);
        return most == null ? source : new PacedSource(source, most, System::nanoTime);
    }

    @Override
    public void open(Map<String, String> resume) {
        source.open(resume);
    }

    @Override
    public void poll(Consumer<RecordBatch> out, Duration wait) {
        if (owed() > 0) {
            await(Math.min(owed(), wait.toNanos()));
            return;
        }
        long[] records = new long[1];
        source.poll(
                batch -> {
                    records[0] += batch.size();
                    out.accept(batch);
                },
                wait);
        if (records[0] > 0) {
            freeNanos = nanoTime.getAsLong() + (long) (records[0] / most.perSecond() * NANOS);
        }
    }

    private long owed() {
        return freeNanos - nanoTime.getAsLong();
    }

    private void await(long nanos) {
        synchronized (woken) {
            if (!wakeUp && nanos > 0) {
                try {
                    woken.wait(nanos / 1_000_000, (int) (nanos % 1_000_000));
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
            wakeUp = false;
        }
    }

    @Override
    public List<PartitionStatus> partitions() {
        boolean waits = owed() > 0;
        return source.partitions().stream()
                // One that is gone says so only once.
                .map(status -> waits && status.progress() != Progress.GONE
                        ? status.at(status.resume(), Progress.BACKLOG)
                        : status)
                .toList();
    }

    @Override
    public void pause(Collection<PartitionId> partitions) {
        source.pause(partitions);
    }

    @Override
    public void wakeUp() {
        synchronized (woken) {
            wakeUp = true;
            woken.notifyAll();
        }
        source.wakeUp();
    }

    @Override
    public void close() {
        source.close();
    }
}
