package io.nilometer.cli.test;

import java.util.Arrays;

/**
 * Gives as many expected rows as possible an actual row of their own. Expected rows name different columns, so one may fit
 * several actual rows and taking the first would lose matches: this is Kuhn's algorithm for bipartite matching.
 */
final class Matching {

    static final int NONE = -1;

    /** Whether an expected row fits an actual one. */
    @FunctionalInterface
    interface Fit {
        boolean fits(int expected, int actual);
    }

    private final Fit fit;
    private final int[] expectedOf;
    private final int[] actualOf;

    private Matching(int expected, int actual, Fit fit) {
        this.fit = fit;
        this.expectedOf = new int[actual];
        this.actualOf = new int[expected];
        Arrays.fill(expectedOf, NONE);
        Arrays.fill(actualOf, NONE);
    }

    static Matching of(int expected, int actual, Fit fit) {
        Matching matching = new Matching(expected, actual, fit);
        for (int i = 0; i < expected; i++) {
            matching.place(i, new boolean[actual]);
        }
        return matching;
    }

    /** The actual row of an expected one, or {@link #NONE}. */
    int actualOf(int expected) {
        return actualOf[expected];
    }

    /** The expected row of an actual one, or {@link #NONE}. */
    int expectedOf(int actual) {
        return expectedOf[actual];
    }

    private boolean place(int expected, boolean[] tried) {
        for (int actual = 0; actual < expectedOf.length; actual++) {
            if (expectedOf[actual] == NONE && fit.fits(expected, actual)) {
                return pair(expected, actual);
            }
        }
        for (int actual = 0; actual < expectedOf.length; actual++) {
            if (!tried[actual] && fit.fits(expected, actual)) {
                tried[actual] = true;
                if (place(expectedOf[actual], tried)) {
                    return pair(expected, actual);
                }
            }
        }
        return false;
    }

    private boolean pair(int expected, int actual) {
        expectedOf[actual] = expected;
        actualOf[expected] = actual;
        return true;
    }
}
