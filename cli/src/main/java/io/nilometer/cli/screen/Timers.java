package io.nilometer.cli.screen;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** Threads that do something again and again for what is shown; they keep no process alive. */
public final class Timers {

    private Timers() {}

    /** @param name of its thread */
    public static ScheduledExecutorService daemon(String name) {
        return Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        });
    }
}
