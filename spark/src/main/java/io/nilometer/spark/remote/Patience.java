package io.nilometer.spark.remote;

import io.nilometer.api.NilometerException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks a store again that does not answer.
 *
 * @param most for how long
 */
record Patience(Duration most) {

    private static final Logger LOG = LoggerFactory.getLogger(Patience.class);
    private static final long FIRST_PAUSE_MILLIS = 100;
    private static final long LONGEST_PAUSE_MILLIS = 5_000;

    /** What a listing has shown may not be known yet by whoever is asked next; longer than this it is not there. */
    private static final Duration UNTIL_IT_APPEARS = Duration.ofSeconds(5);

    /** What is asked for. */
    interface Question<T> {
        T ask() throws IOException;
    }

    /**
     * @throws IOException in the JDK's words
     * @throws NilometerException when it will not pass
     */
    <T> T ask(HadoopPath path, Question<T> question) throws IOException {
        long start = System.nanoTime();
        long pause = FIRST_PAUSE_MILLIS;
        while (true) {
            try {
                return question.ask();
            } catch (IOException | RuntimeException | LinkageError e) {
                IOException failure = HadoopFailures.of(path, e);
                Duration tried = Duration.ofNanos(System.nanoTime() - start);
                if (tried.compareTo(longest(failure)) >= 0) {
                    throw failure;
                }
                LOG.warn("{}: {}; trying again in {} ms", path, failure.getMessage(), pause);
            }
            await(pause);
            pause = Math.min(LONGEST_PAUSE_MILLIS, 2 * pause);
        }
    }

    private Duration longest(IOException failure) {
        if (failure instanceof AccessDeniedException || failure instanceof InterruptedIOException) {
            return Duration.ZERO;
        }
        boolean missing = failure instanceof NoSuchFileException;
        return missing && most.compareTo(UNTIL_IT_APPEARS) > 0 ? UNTIL_IT_APPEARS : most;
    }

    private static void await(long millis) throws InterruptedIOException {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        }
    }
}
