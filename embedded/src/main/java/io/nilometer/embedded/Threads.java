package io.nilometer.embedded;

import io.nilometer.core.compile.Compiler;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;

/** A fixed number of threads that work on one step at a time. The calling thread is one of them. */
final class Threads implements AutoCloseable {

    private final int count;
    private final ExecutorService others;
    private final ZoneId zone;

    /** @param zone of the expressions that run on these threads */
    Threads(int count, String name, ZoneId zone) {
        this.count = count;
        this.zone = zone;
        AtomicName names = new AtomicName(name);
        this.others = Executors.newFixedThreadPool(Math.max(1, count - 1), names::thread);
    }

    int count() {
        return count;
    }

    /** Runs a step in {@code parts} parts at once, and gives what they returned, in order. A failure of one is thrown. */
    <T> List<T> run(int parts, IntFunction<T> step) {
        List<Future<T>> futures = new ArrayList<>();
        for (int part = 1; part < parts; part++) {
            int mine = part;
            futures.add(others.submit(() -> Compiler.within(zone, () -> step.apply(mine))));
        }
        List<T> results = new ArrayList<>();
        RuntimeException failure = null;
        if (parts > 0) {
            try {
                results.add(Compiler.within(zone, () -> step.apply(0)));
            } catch (RuntimeException e) {
                failure = e;
            }
        }
        for (Future<T> future : futures) {
            try {
                results.add(join(future));
            } catch (RuntimeException e) {
                failure = failure == null ? e : failure;
            }
        }
        if (failure != null) {
            throw failure;
        }
        return results;
    }

    @Override
    public void close() {
        others.shutdown();
    }

    /** Waits whatever comes: a step that others rely on cannot be left half done. */
    private static <T> T join(Future<T> future) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return future.get(1, TimeUnit.HOURS);
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (java.util.concurrent.TimeoutException e) {
                    throw new IllegalStateException("a step has taken more than an hour", e);
                } catch (ExecutionException e) {
                    if (e.getCause() instanceof RuntimeException cause) {
                        throw cause;
                    }
                    if (e.getCause() instanceof Error cause) {
                        throw cause;
                    }
                    throw new IllegalStateException(e.getCause());
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Names threads name-1, name-2 … */
    private static final class AtomicName {
        private final String name;
        private final java.util.concurrent.atomic.AtomicInteger next = new java.util.concurrent.atomic.AtomicInteger(1);

        AtomicName(String name) {
            this.name = name;
        }

        Thread thread(Runnable work) {
            Thread thread = new Thread(work, name + "-" + next.getAndIncrement());
            thread.setDaemon(true);
            return thread;
        }
    }
}
