package io.nilometer.core.decode;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Finds where the variables of a line begin and end, such that each has its shape. The first reading is strict: text ends where
 * the text behind it comes first. The others are more and more open, text may have blanks and quotes in them, and they only
 * count when there is no second way to cut the line so. A line whose columns would have to be guessed has none.
 *
 * <p>Time is linear in the length of a line: where a search comes to a place in a state in which it was before, it knows that
 * there is no way on (as in R. Cox, "Regular Expression Matching: the Virtual Machine Approach", section on memoization).
 */
final class TemplateMatcher {

    private static final int BUDGET_PER_BYTE = 4;
    private static final int LEAST_BUDGET = 1_024;
    private static final int MOST_KEPT_WORDS = 1 << 14;

    private final byte[] prefix;
    private final byte[][] after;
    private final List<Shape[]> readings;
    private final int[] starts;
    private final int[] ends;
    private final int[] firstStates;
    private Shape[] shapes;
    private byte[] line = {};
    private int begin;
    private int end;
    private long budget;
    private long[] seen = {};
    private boolean remembers;
    private int[] candidates = new int[64];
    private int candidateCount;

    TemplateMatcher(byte[] prefix, List<AccessTemplate.Variable> variables) {
        this.prefix = prefix;
        int count = variables.size();
        after = variables.stream().map(AccessTemplate.Variable::after).toArray(byte[][]::new);
        readings = readings(variables);
        shapes = readings.get(0);
        starts = new int[count];
        ends = new int[count];
        firstStates = new int[count + 1];
    }

    int start(int variable) {
        return starts[variable];
    }

    int end(int variable) {
        return ends[variable];
    }

    /** Whether the line fits, in one way. */
    boolean matches(byte[] b, int from, int to) {
        if (!Bytes.startsWith(b, from, to, prefix)) {
            return false;
        }
        line = b;
        begin = from + prefix.length;
        end = to;
        shapes = readings.get(0);
        remembers = false;
        budget = Math.max(LEAST_BUDGET, (long) BUDGET_PER_BYTE * (to - from));
        if (shortest(0, begin)) {
            return true;
        }
        if (budget < 0) {
            forget();
            if (shortest(0, begin)) {
                return true;
            }
        }
        for (int i = 1; i < readings.size(); i++) {
            shapes = readings.get(i);
            forget();
            if (shortest(0, begin)) {
                return isOnlyWay();
            }
        }
        return false;
    }

    /** Those that differ. */
    private static List<Shape[]> readings(List<AccessTemplate.Variable> variables) {
        List<Shape[]> readings = new ArrayList<>();
        for (int i = 0; i < AccessTemplate.READINGS; i++) {
            int reading = i;
            Shape[] shapes = variables.stream()
                    .map(variable -> variable.readings().get(reading))
                    .toArray(Shape[]::new);
            if (readings.isEmpty() || !Arrays.equals(readings.get(readings.size() - 1), shapes)) {
                readings.add(shapes);
            }
        }
        return List.copyOf(readings);
    }

    /** The shortest texts were found. If the longest are the same, there are no others. */
    private boolean isOnlyWay() {
        int[] found = ends.clone();
        forget();
        candidateCount = 0;
        return longest(0, begin) && Arrays.equals(found, ends);
    }

    /** Forgets where the search was, and remembers it from now on. */
    private void forget() {
        for (int i = 0; i < shapes.length; i++) {
            firstStates[i + 1] = firstStates[i] + shapes[i].states();
        }
        long bits = (long) firstStates[shapes.length] * (end - begin + 1);
        int words = (int) (bits >>> 6) + 1;
        if (seen.length < words || seen.length > MOST_KEPT_WORDS) {
            seen = new long[words];
        } else {
            Arrays.fill(seen, 0, words, 0);
        }
        remembers = true;
    }

    private boolean wasHere(int variable, int state, int p) {
        long bit = (long) (firstStates[variable] + state) * (end - begin + 1) + (p - begin);
        int word = (int) (bit >>> 6);
        long mask = 1L << bit;
        boolean was = (seen[word] & mask) != 0;
        seen[word] |= mask;
        return was;
    }

    private boolean shortest(int variable, int from) {
        if (!remembers && budget < 0) {
            return false;
        }
        Shape shape = shapes[variable];
        int state = 0;
        int p = from;
        while (state != Shape.NONE && !(remembers && wasHere(variable, state, p))) {
            if (endsAt(variable, shape, state, p)) {
                budget -= p - from;
                if (goesOn(variable, from, p, true)) {
                    return true;
                }
            }
            if (p == end) {
                break;
            }
            state = shape.next(state, line[p++]);
        }
        budget -= p - from;
        return false;
    }

    private boolean longest(int variable, int from) {
        Shape shape = shapes[variable];
        int bottom = candidateCount;
        int state = 0;
        int p = from;
        while (state != Shape.NONE && !wasHere(variable, state, p)) {
            if (endsAt(variable, shape, state, p)) {
                if (candidateCount == candidates.length) {
                    candidates = Arrays.copyOf(candidates, 2 * candidateCount);
                }
                candidates[candidateCount++] = p;
            }
            if (p == end) {
                break;
            }
            state = shape.next(state, line[p++]);
        }
        while (candidateCount > bottom) {
            if (goesOn(variable, from, candidates[--candidateCount], false)) {
                return true;
            }
        }
        return false;
    }

    private boolean endsAt(int variable, Shape shape, int state, int p) {
        byte[] text = after[variable];
        if (variable == after.length - 1) {
            return p + text.length == end && shape.accepts(state) && Bytes.startsWith(line, p, end, text);
        }
        return text.length == 0
                ? shape.accepts(state)
                : p < end && line[p] == text[0] && shape.accepts(state) && Bytes.startsWith(line, p, end, text);
    }

    private boolean goesOn(int variable, int from, int p, boolean shortestFirst) {
        starts[variable] = from;
        ends[variable] = p;
        if (variable == after.length - 1) {
            return true;
        }
        int next = p + after[variable].length;
        return shortestFirst ? shortest(variable + 1, next) : longest(variable + 1, next);
    }
}
