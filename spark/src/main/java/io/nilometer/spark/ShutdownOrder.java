package io.nilometer.spark;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.util.ShutdownHookManager;

/**
 * When the process is told to end, Spark stops its context from a shutdown hook, in the middle of whatever is running. It
 * hangs that hook into Hadoop's, which go one after another: here one is put before it and one after all of them.
 */
final class ShutdownOrder {

    /** Spark's own stands 30 above that of file systems. */
    private static final int BEFORE_SPARK = FileSystem.SHUTDOWN_HOOK_PRIORITY + 40;

    private static final int AFTER_ALL = 0;
    private static final int MOST_SECONDS = 12;
    private static final int CLEANING_SECONDS = 3;
    private static final ShutdownHookManager HOOKS = ShutdownHookManager.get();

    private static final CountDownLatch ALL_DONE = new CountDownLatch(1);
    private static final Runnable LAST = ALL_DONE::countDown;

    private ShutdownOrder() {}

    static boolean isShuttingDown() {
        return HOOKS.isShutdownInProgress();
    }

    /**
     * Puts something before Spark's hook.
     *
     * @param stop what to do; it may take some seconds, and is interrupted when it takes longer
     */
    static void addFirst(Runnable stop) {
        try {
            HOOKS.addShutdownHook(stop, BEFORE_SPARK, MOST_SECONDS, TimeUnit.SECONDS);
            HOOKS.addShutdownHook(LAST, AFTER_ALL);
        } catch (IllegalStateException shuttingDown) {
            stop.run();
        }
    }

    static void remove(Runnable stop) {
        try {
            HOOKS.removeShutdownHook(stop);
        } catch (IllegalStateException shuttingDown) {
            // It runs already, or has run.
            return;
        }
    }

    /** While the process ends: waits some seconds for Spark to have removed what it keeps on this machine. */
    static void awaitAll() throws InterruptedException {
        ALL_DONE.await(CLEANING_SECONDS, TimeUnit.SECONDS);
    }
}
