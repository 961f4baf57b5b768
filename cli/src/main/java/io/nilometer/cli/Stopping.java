package io.nilometer.cli;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How the process ends when it is told to from outside (Ctrl-C, SIGTERM): what goes on is asked to stop, the command ends
 * as it would at the end of its work, and its exit code is the process's.
 */
final class Stopping {

    private static final int GRACE_SECONDS = 12;
    private static final long LAST_MILLIS = 1_000;

    private final Set<Runnable> actions = new LinkedHashSet<>();
    private final CountDownLatch finished = new CountDownLatch(1);
    private volatile int exitCode;
    private volatile Supplier<List<String>> lastWords = List::of;
    private volatile @Nullable Reason reason;

    /** Why a run is asked to stop. */
    enum Reason {
        /** A signal. */
        TOLD,
        /** Nobody reads its results any more. */
        NO_READER
    }

    /** What is to be done when the process is told to stop; done at once if it has been told already. */
    synchronized void whenAsked(Runnable stop) {
        actions.add(stop);
        if (reason != null) {
            stop.run();
        }
    }

    /** The command has ended. */
    void finished(int code) {
        exitCode = code;
        finished.countDown();
    }

    /** Runs as the process's shutdown hook, also at an ordinary end. */
    void onShutdown() {
        if (finished.getCount() == 0 || !ask(Reason.TOLD)) {
            return;
        }
        try {
            if (!finished.await(GRACE_SECONDS, TimeUnit.SECONDS)) {
                cutOff("the work in flight was not done in " + GRACE_SECONDS + " s; it was cut off");
            }
            // Otherwise the JVM ends as is usual after the signal that it has got.
            if (exitCode != ExitCode.INTERRUPTED) {
                Runtime.getRuntime().halt(exitCode);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What is still to be noted when the process is cut off; it says what it has noted. */
    void beforeCutOff(Supplier<List<String>> noting) {
        lastWords = noting;
    }

    /** Ends the process, whatever it is doing. */
    void cutOff(String why) {
        System.err.println("error[stop]: " + why);
        // The disk may be what hangs.
        Thread last = new Thread(this::note, "last-words");
        last.setDaemon(true);
        last.start();
        try {
            last.join(LAST_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(ExitCode.FAILED);
    }

    private void note() {
        lastWords
                .get()
                .forEach(stuck -> System.err.println("  = the " + stuck
                        + " has not come to an end: it is noted beside the state, and the next start gets past it"));
    }

    /**
     * Asks what goes on to stop; the first reason stands.
     *
     * @return whether there was anything to stop
     */
    synchronized boolean ask(Reason why) {
        if (reason == null) {
            reason = why;
        }
        actions.forEach(Runnable::run);
        return !actions.isEmpty();
    }

    /** Why what goes on was asked to stop; empty while it was not. */
    Optional<Reason> reason() {
        return Optional.ofNullable(reason);
    }
}
