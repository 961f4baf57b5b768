package io.nilometer.cli;

import io.nilometer.core.run.Ending;
import io.nilometer.core.run.Run;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Waits for a run to end by itself, by {@code --for}, or because the process is told to stop. */
final class Watch {

    private static final long SECONDS_BETWEEN = 5;

    /** After {@code --for}, for what is in flight. */
    private static final long GRACE_SECONDS = 10;

    private Watch() {}

    /**
     * Starts the run and waits for its end.
     *
     * @param meanwhile done every few seconds while the run goes on
     * @param whenBegun called when the sources are open
     * @return how it has ended
     * @throws io.nilometer.api.NilometerException when the run failed
     */
    static Ending untilEnd(
            Run run, Optional<Duration> atMost, Stopping stopping, Optional<Runnable> meanwhile, Runnable whenBegun)
            throws InterruptedException {
        Runnable stop = run::stop;
        // What is done meanwhile may wait for whoever reads the screen.
        ScheduledExecutorService timer = Executors.newScheduledThreadPool(3);
        stopping.whenAsked(stop);
        stopping.beforeCutOff(run::noteStuck);
        try {
            atMost.ifPresent(time -> {
                timer.schedule(stop, time.toMillis(), TimeUnit.MILLISECONDS);
                timer.schedule(
                        () -> stopping.cutOff("its time is over, and the work in flight was not done in "
                                + GRACE_SECONDS + " s; it was cut off after the last batch that is committed"),
                        time.plusSeconds(GRACE_SECONDS).toMillis(),
                        TimeUnit.MILLISECONDS);
            });
            run.begin();
            whenBegun.run();
            meanwhile.ifPresent(
                    work -> timer.scheduleWithFixedDelay(work, SECONDS_BETWEEN, SECONDS_BETWEEN, TimeUnit.SECONDS));
            return run.await();
        } finally {
            timer.shutdownNow();
        }
    }
}
