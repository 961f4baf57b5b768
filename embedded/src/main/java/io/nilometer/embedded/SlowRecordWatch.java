package io.nilometer.embedded;

import io.nilometer.core.scan.RecordLooks;
import io.nilometer.core.scan.SlowRecords;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Looks once in a while which records are being scanned, and tells of the first that is still the same after many looks. Looks
 * are counted, not time: a machine that slept has not looked.
 */
final class SlowRecordWatch implements AutoCloseable {

    static final long MILLIS_BETWEEN = 1_000;

    private final Supplier<List<SlowRecords.@Nullable Place>> now;
    private final Consumer<SlowRecords.Place> found;
    private final int mostLooks;
    private final Thread thread;
    private final List<RecordLooks> looks = new ArrayList<>();

    /**
     * @param now what each worker scans, always the same workers in the same order
     * @param found called once, from a thread of this class
     */
    SlowRecordWatch(
            Supplier<List<SlowRecords.@Nullable Place>> now,
            Consumer<SlowRecords.Place> found,
            int mostLooks,
            long millisBetween) {
        this.now = now;
        this.found = found;
        this.mostLooks = mostLooks;
        thread = new Thread(() -> watch(millisBetween), "nilometer-slow-records");
        thread.setDaemon(true);
        thread.start();
    }

    private void watch(long millisBetween) {
        try {
            while (true) {
                Thread.sleep(millisBetween);
                SlowRecords.Place slow = look();
                if (slow != null) {
                    found.accept(slow);
                    return;
                }
            }
        } catch (InterruptedException e) {
            // Closed.
            return;
        }
    }

    /** What has not moved on for at least so many looks. */
    synchronized List<SlowRecords.Place> stuck(int least) {
        List<SlowRecords.Place> stuck = new ArrayList<>();
        for (RecordLooks worker : looks) {
            SlowRecords.Place place = worker.stuck(least);
            if (place != null) {
                stuck.add(place);
            }
        }
        return stuck;
    }

    private synchronized SlowRecords.@Nullable Place look() {
        List<SlowRecords.@Nullable Place> places = now.get();
        for (int worker = 0; worker < places.size(); worker++) {
            if (worker == looks.size()) {
                looks.add(new RecordLooks());
            }
            if (looks.get(worker).at(places.get(worker)) >= mostLooks) {
                return places.get(worker);
            }
        }
        return null;
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
