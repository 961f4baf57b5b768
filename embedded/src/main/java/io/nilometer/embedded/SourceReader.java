package io.nilometer.embedded;

import io.nilometer.api.NilometerException;
import io.nilometer.api.PartitionId;
import io.nilometer.api.RecordBatch;
import io.nilometer.api.Source;
import io.nilometer.api.Source.PartitionStatus;
import io.nilometer.api.Source.Progress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The thread that reads one source into the intake. */
final class SourceReader {

    private static final Duration WAIT = Duration.ofMillis(200);

    private final int index;
    private final String stream;
    private final Source source;
    private final Intake intake;
    private final Thread thread;
    private volatile boolean stopped;
    private volatile Set<PartitionId> paused = Set.of();
    private Set<PartitionId> pausedNow = Set.of();
    private final Map<String, PartitionStatus> told = new HashMap<>();
    private volatile List<PartitionStatus> opened = List.of();

    SourceReader(int index, String stream, Source source, Intake intake) {
        this.index = index;
        this.stream = stream;
        this.source = source;
        this.intake = intake;
        this.thread = new Thread(this::read, "nilometer-read-" + stream);
        thread.setDaemon(true);
    }

    /**
     * Opens the source on the calling thread and tells where every partition starts; reading begins with {@link #start}.
     *
     * @return the partitions and their start positions
     */
    List<PartitionStatus> open(Map<String, String> resume) {
        source.open(resume);
        opened = List.copyOf(source.partitions());
        return opened;
    }

    void start() {
        thread.start();
    }

    /** Ends the waiting of an {@link #open} under way. */
    void wakeUp() {
        source.wakeUp();
    }

    /** Partitions that are too far ahead in event time; others go on. */
    void pause(Set<PartitionId> partitions) {
        if (!partitions.equals(paused)) {
            paused = partitions;
            // It may be waiting for records although there are some in those that may go on now.
            source.wakeUp();
        }
    }

    String stream() {
        return stream;
    }

    /** How far its partitions were when it was opened; empty before. */
    List<PartitionStatus> opened() {
        return opened;
    }

    /** Asks the thread to end and waits for it, at most this long. */
    void stop(Duration most) throws InterruptedException {
        stopped = true;
        source.wakeUp();
        thread.interrupt();
        if (thread.isAlive()) {
            thread.join(Math.max(1, most.toMillis()));
        } else {
            source.close();
        }
    }

    private void read() {
        try {
            while (!stopped) {
                if (!pausedNow.equals(paused)) {
                    pausedNow = paused;
                    source.pause(pausedNow);
                }
                source.poll(this::put, WAIT);
                List<PartitionStatus> statuses = source.partitions();
                tell(statuses);
                if (!statuses.isEmpty()
                        && statuses.stream()
                                .allMatch(status -> status.progress().isEnded())) {
                    break;
                }
            }
        } catch (Stopped e) {
            Thread.currentThread().interrupt();
        } catch (NilometerException e) {
            fail(e);
        } catch (RuntimeException | Error e) {
            fail(new NilometerException(
                    "source-failed", "reading " + stream + " failed: " + e, "see --verbose for details", e));
        } finally {
            source.close();
        }
    }

    /** Only what has changed: there may be thousands of partitions in which nothing happens. */
    private void tell(List<PartitionStatus> statuses) {
        List<PartitionStatus> news = new ArrayList<>();
        for (PartitionStatus status : statuses) {
            String name = status.partition().name();
            PartitionStatus last = status.progress() == Progress.GONE ? told.remove(name) : told.put(name, status);
            if (!status.equals(last)) {
                news.add(status);
            }
        }
        intake.put(index, news);
    }

    /** A source may throw anything when it is stopped in the middle; that is no failure of the run. */
    private void fail(NilometerException reason) {
        if (!stopped) {
            intake.fail(reason);
        }
    }

    private void put(RecordBatch batch) {
        try {
            intake.put(index, batch);
        } catch (InterruptedException e) {
            throw new Stopped();
        }
    }

    /** Leaves a poll when the engine stops while the intake is full. */
    private static final class Stopped extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Stopped() {
            super("stopped", null, false, false);
        }
    }
}
