package io.nilometer.embedded;

import io.nilometer.api.Sink;
import io.nilometer.core.deliver.Delivery;
import io.nilometer.embedded.store.Commit;
import io.nilometer.embedded.store.StateStore;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Commits batches on a thread of its own, one after the other, and hands their rows to delivery: while one batch becomes
 * durable, the next is computed. At most one commit is under way.
 */
final class Committer implements AutoCloseable {

    private final StateStore store;
    private final Delivery delivery;
    private final ExecutorService thread;
    private @Nullable Future<?> running;

    Committer(StateStore store, Delivery delivery) {
        this.store = store;
        this.delivery = delivery;
        this.thread = Executors.newSingleThreadExecutor(work -> {
            Thread made = new Thread(work, "nilometer-commit");
            made.setDaemon(true);
            return made;
        });
    }

    /** Begins a commit, after the one before has ended. */
    void commit(Commit commit, List<Sink.Rows> rows, Runnable done) {
        await();
        running = thread.submit(() -> {
            store.commit(commit);
            delivery.offer(commit.batch(), rows, commit.outbox().length);
            done.run();
        });
    }

    /** Waits for the commit under way; throws why it failed. */
    void await() {
        Future<?> commit = running;
        running = null;
        if (commit == null) {
            return;
        }
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    commit.get();
                    return;
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    if (e.getCause() instanceof RuntimeException cause) {
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

    @Override
    public void close() {
        thread.shutdown();
    }
}
