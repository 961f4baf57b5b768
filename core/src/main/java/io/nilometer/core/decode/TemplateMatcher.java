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

    private static final int STEPS_PER_BYTE = 4;
    private static final int LEAST_STEPS = 1_024;
    private static final int END = 256; // no byte
    private static final int ANYWHERE = -1;
    private static final int MOST_KEPT_WORDS = 1 << 14;

    private final byte[] prefix;
    private final byte[][] after;
    private final List<Shape[]> readings;
    private final int[] stops; // the bytes that texts begin with which are behind variables
    private final int[] starts;
    private final int[] ends;
    private final int[] firstStates;
    private Shape[] shapes;
    private byte[] line = {};
    private int begin;
    private int end;
    private long steps;
    private long mostSteps;
    private long[] seen = {};
    private int[] candidates = new int[64];
    private int candidateCount;

    TemplateMatcher(byte[] prefix, List<AccessTemplate.Variable> variables) {
        this.prefix = prefix;
        int count = variables.size();
        after = variables.stream().map(AccessTemplate.Variable::after).toArray(byte[][]::new);
        readings = readings(variables);
        shapes = readings.get(0);
        stops = new int[count];
        for (int i = 0; i < count; i++) {
            stops[i] = after[i].length > 0 ? after[i][0] & 0xFF : i == count - 1 ? END : ANYWHERE;
        }
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

    /** How many bytes the last search looked at, each as often as it did. */
    long steps() {
        return steps;
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
        steps = 0;
        mostSteps = Math.max(LEAST_STEPS, (long) STEPS_PER_BYTE * (to - from));
        if (shortest(0, begin)) {
            return true;
        }
        if (steps > mostSteps) {
            forget();
            if (shortestOfAll(0, begin)) {
                return true;
            }
        }
        for (int i = 1; i < readings.size(); i++) {
            shapes = readings.get(i);
            forget();
            if (shortestOfAll(0, begin)) {
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

    /** Forgets where a search was. */
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
    }

    private boolean wasHere(int variable, int state, int p) {
        steps++;
        long bit = (long) (firstStates[variable] + state) * (end - begin + 1) + (p - begin);
        int word = (int) (bit >>> 6);
        long mask = 1L << bit;
        boolean was = (seen[word] & mask) != 0;
        seen[word] |= mask;
        return was;
    }

    /** Looks for the shortest texts, without a memory and with a limit. */
    private boolean shortest(int variable, int from) {
        if (steps > mostSteps) {
            return false; // once more, with a memory
        }
        byte[] b = line;
        int to = end;
        Shape shape = shapes[variable];
        int stop = stops[variable];
        int state = 0;
        int p = from;
        int counted = from;
        while (state != Shape.NONE) {
            int here = p == to ? END : b[p] & 0xFF;
            if ((here == stop || stop == ANYWHERE) && endsAt(variable, shape, state, p)) {
                steps += p - counted;
                counted = p;
                starts[variable] = from;
                ends[variable] = p;
                if (variable == after.length - 1 || shortest(variable + 1, p + after[variable].length)) {
                    return true;
                }
            }
            if (here == END) {
                break;
            }
            state = shape.next(state, here);
            p = stop == ANYWHERE || state == Shape.NONE ? p + 1 : shape.stay(state, b, p + 1, to, stop);
        }
        steps += p - counted;
        return false;
    }

    /** The same with a memory. */
    private boolean shortestOfAll(int variable, int from) {
        Shape shape = shapes[variable];
        int state = 0;
        int p = from;
        while (state != Shape.NONE && !wasHere(variable, state, p)) {
            if (endsAt(variable, shape, state, p)) {
                starts[variable] = from;
                ends[variable] = p;
                if (variable == after.length - 1 || shortestOfAll(variable + 1, p + after[variable].length)) {
                    return true;
                }
            }
            if (p == end) {
                break;
            }
            state = shape.next(state, line[p++] & 0xFF);
        }
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
            state = shape.next(state, line[p++] & 0xFF);
        }
        while (candidateCount > bottom) {
            starts[variable] = from;
            ends[variable] = candidates[--candidateCount];
            if (variable == after.length - 1 || longest(variable + 1, ends[variable] + after[variable].length)) {
                return true;
            }
        }
        return false;
    }

    private boolean endsAt(int variable, Shape shape, int state, int p) {
        byte[] text = after[variable];
        return shape.accepts(state)
                && Bytes.startsWith(line, p, end, text)
                && (variable < after.length - 1 || p + text.length == end);
    }
}
