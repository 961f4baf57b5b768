package io.nilometer.core.deliver;

import io.nilometer.api.NilometerException;
import io.nilometer.api.Sink;
import io.nilometer.api.SinkFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Brings committed batches to all outputs, each on its own thread; the package says when an engine calls what. Methods are
 * for the engine's one thread, but {@link #failure}, {@link #isFull}, {@link #backlogBytes} and {@link #status} may come
 * from any.
 *
 * <p>An output with a mark goes on after it. An output never seen starts with the next batch: its mark is set at once, so
 * that a crash before its first row loses nothing.
 */
public final class Delivery implements AutoCloseable {

    /** What a hanging sink gets after its interrupt. */
    private static final Duration LAST_CHANCE = Duration.ofSeconds(1);

    private final Outbox outbox;
    private final Room room;
    private final List<OutputThread> outputs;
    private final Object progress = new Object();
    private long offered;
    private long trimmed = Outbox.NONE;
    private boolean closed;

    /**
     * How much may wait.
     *
     * @param outboxBytes beyond it the outbox is full
     * @param queueBytes of rows held in memory per output, counted as they are in the outbox
     * @param queueRows held in memory per output
     */
    public record Room(long outboxBytes, long queueBytes, int queueRows) {
        public static final Room DEFAULT = new Room(1L << 30, 8L << 20, 100_000);
    }

    /**
     * Starts the threads.
     *
     * @param incarnation id of the state that the batches belong to
     * @param notice takes one-line messages for the user, from any thread
     * @throws NilometerException when the rows of some output can never be written; nothing is started then
     */
    public Delivery(
            String incarnation,
            Outbox outbox,
            Marks marks,
            List<Subscription> subscriptions,
            Room room,
            Consumer<String> notice) {
        this.outbox = outbox;
        this.room = room;
        this.offered = outbox.last();
        Set<String> names = new LinkedHashSet<>();
        subscriptions.forEach(subscription -> names.add(subscription.output()));
        if (names.size() < subscriptions.size()) {
            throw new IllegalArgumentException("two outputs of one name in " + names);
        }
        subscriptions.forEach(subscription -> subscription
                .ready()
                .accept(new SinkFactory.StateMark(incarnation, offered, marks.written(subscription.output()))));
        marks.keepOnly(names);
        this.outputs = subscriptions.stream()
                .map(subscription -> new OutputThread(
                        subscription,
                        incarnation,
                        outbox,
                        marks,
                        start(subscription.output(), marks),
                        new Waiting(offered, room.queueBytes(), room.queueRows()),
                        notice,
                        this::moved))
                .toList();
        outputs.forEach(OutputThread::start);
    }

    private long start(String output, Marks marks) {
        OptionalLong mark = marks.delivered(output);
        if (mark.isPresent()) {
            return mark.getAsLong();
        }
        marks.delivered(output, offered, Outbox.NONE);
        return offered;
    }

    /**
     * Hands over a committed batch; returns at once. Batches come in order; one without rows for anybody may be left out.
     *
     * @param rows all that outputs want, final and provisional; each output takes its own
     * @param bytes their size in the outbox
     */
    public void offer(long batch, List<Sink.Rows> rows, long bytes) {
        synchronized (progress) {
            offered = batch;
        }
        for (OutputThread output : outputs) {
            output.offer(batch, rows, bytes);
        }
        if (outputs.isEmpty()) {
            moved();
        }
    }

    /** The first output that has given up, which means that the run must end; the others go on. */
    public Optional<NilometerException> failure() {
        return outputs.stream()
                .map(OutputThread::failure)
                .filter(Objects::nonNull)
                .findFirst();
    }

    /** Whether so much waits for the slowest output that reading must pause. */
    public boolean isFull() {
        return backlogBytes() >= room.outboxBytes();
    }

    /** What the outbox keeps for the slowest output. */
    public long backlogBytes() {
        return outbox.bytes();
    }

    /** In the order of the subscriptions. */
    public List<OutputStatus> status() {
        return outputs.stream().map(OutputThread::status).toList();
    }

    /**
     * Waits until every output has all that was offered, one has given up, or the time is over.
     *
     * @return whether every output has everything
     */
    public boolean await(Duration most) throws InterruptedException {
        long deadline = System.nanoTime() + most.toNanos();
        synchronized (progress) {
            while (!isDelivered() && failure().isEmpty()) {
                long millis = (deadline - System.nanoTime()) / 1_000_000;
                if (millis <= 0) {
                    return false;
                }
                progress.wait(millis);
            }
        }
        return isDelivered();
    }

    /**
     * Waits until every output has all that was offered. At the end of the input there is no hurry, but a failing sink must not
     * hold a stop for ever.
     *
     * @param stopping whether waiting is to end
     * @return whether every output has everything
     * @throws NilometerException when an output has given up
     */
    public boolean finish(BooleanSupplier stopping) throws InterruptedException {
        boolean delivered = false;
        while (!delivered && !stopping.getAsBoolean()) {
            delivered = await(Duration.ofSeconds(1));
            failure().ifPresent(reason -> {
                throw reason;
            });
        }
        return delivered;
    }

    /** How many rows sinks have refused for good since this was asked last: by output, then by relation. */
    public Map<String, Map<String, Long>> takeRefused() {
        Map<String, Map<String, Long>> all = new TreeMap<>();
        for (OutputThread output : outputs) {
            Map<String, Long> taken = output.takeRefused();
            if (!taken.isEmpty()) {
                all.put(output.output(), taken);
            }
        }
        return all;
    }

    /** What holds the outputs up, for the user; empty when nothing does. */
    public String obstacles() {
        List<String> obstacles = new ArrayList<>();
        for (OutputStatus output : status()) {
            if (output.failing() != null) {
                obstacles.add("output " + output.output() + " is failing: " + output.failing());
            }
        }
        if (isFull()) {
            obstacles.add("reading waits for outputs");
        }
        return String.join("; ", obstacles);
    }

    private boolean isDelivered() {
        return status().stream().allMatch(OutputStatus::isComplete);
    }

    /** As {@link #close(Duration)} with ten seconds. */
    @Override
    public void close() {
        close(Duration.ofSeconds(10));
    }

    /**
     * Writes what waits, closes the sinks and ends the threads. A sink that is not done within the grace is interrupted; one
     * that ignores it is left behind on its (daemon) thread. The outbox may be closed afterwards in every case.
     *
     * @return the outputs that have not got everything; the outbox keeps what they lack
     */
    public List<OutputStatus> close(Duration grace) {
        outputs.forEach(OutputThread::finish);
        boolean interrupted = !joinAll(grace);
        outputs.forEach(OutputThread::abandon);
        interrupted |= !joinAll(LAST_CHANCE);
        synchronized (progress) {
            closed = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return status().stream().filter(status -> !status.isComplete()).toList();
    }

    /**
     * What outputs have not taken, when {@link #close} has come back and while the outbox is open; empty when all rows are
     * where they belong.
     *
     * @throws NilometerException when the outbox cannot be read
     */
    public List<Undelivered> undelivered() {
        return outputs.stream()
                .filter(output -> !output.status().isComplete())
                .map(OutputThread::undelivered)
                .filter(left -> left.rows() > 0)
                .toList();
    }

    /** False when the caller was interrupted, which ends the waiting. */
    private boolean joinAll(Duration most) {
        long deadline = System.nanoTime() + most.toNanos();
        try {
            for (OutputThread output : outputs) {
                output.join(Duration.ofNanos(deadline - System.nanoTime()));
            }
            return true;
        } catch (InterruptedException e) {
            return false;
        }
    }

    /** Some output has come further: tells those who wait, and lets go of what everybody has. */
    private void moved() {
        synchronized (progress) {
            progress.notifyAll();
            long everybody = offered;
            for (OutputStatus status : status()) {
                everybody = Math.min(everybody, status.delivered());
            }
            if (everybody > trimmed && !closed) {
                trimmed = everybody;
                outbox.trim(everybody);
            }
        }
    }
}
