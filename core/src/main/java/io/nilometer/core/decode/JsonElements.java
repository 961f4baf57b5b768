package io.nilometer.core.decode;

import io.nilometer.api.LineFraming.Part;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/** Finds the elements of an array within one JSON record, as slices of its bytes. */
final class JsonElements {

    private static final int MAX_DEPTH = 1_000;

    private final byte[] b;
    private final int end;
    private int at;

    JsonElements(byte[] b, int from, int end) {
        this.b = b;
        this.at = Records.withoutByteOrderMark(b, from, end);
        this.end = end;
    }

    /**
     * Hands over the elements of the array at a path, or what is there if it is no array. On the way to it, and where no
     * path is left, arrays are gone through.
     *
     * @return false, before anything is handed over, when the record is damaged or nothing is at the path
     */
    boolean each(List<String> path, Consumer<Part> out) {
        List<Part> found = new ArrayList<>();
        boolean well = value(path, 0, 0, found) && JsonShape.skipSpace(b, at, end) == end;
        boolean any = well && (!found.isEmpty() || sawArray);
        if (any) {
            found.forEach(out);
        }
        return any;
    }

    private boolean sawArray;

    /** The values one after the other, of which an array was made once; what is damaged is the last of them. */
    List<Part> elements() {
        List<Part> found = new ArrayList<>();
        at = JsonShape.skipSpace(b, at, end);
        if (at < end && b[at] == '[') {
            at++;
        }
        while (true) {
            at = JsonShape.skipSpace(b, at, end);
            int from = at;
            if (at == end || b[at] == ']' && JsonShape.skipSpace(b, at + 1, end) == end) {
                return found;
            }
            if (b[at] == ',') {
                at++;
            } else if (!element(found)) {
                found.remove(found.size() - 1);
                found.add(new Part(from, end - from));
                return found;
            }
        }
    }

    /** Reads the value here; what lies at the rest of the path goes into {@code found}. */
    private boolean value(List<String> path, int index, int depth, List<Part> found) {
        at = JsonShape.skipSpace(b, at, end);
        if (at == end || depth > MAX_DEPTH) {
            return false;
        }
        if (b[at] == '[') {
            sawArray |= index == path.size();
            return members(']', () -> index == path.size() ? element(found) : value(path, index, depth + 1, found));
        }
        if (index == path.size()) {
            return element(found);
        }
        return b[at] == '{' ? member(path, index, depth, found) : skip();
    }

    private boolean member(List<String> path, int index, int depth, List<Part> found) {
        return members('}', () -> {
            int close = b[at] == '"' ? JsonShape.stringEnd(b, at + 1, end) : -1;
            if (close < 0) {
                return false;
            }
            byte[] name = Arrays.copyOfRange(b, at + 1, close);
            at = JsonShape.skipSpace(b, close + 1, end);
            if (at == end || b[at] != ':') {
                return false;
            }
            at++;
            boolean wanted = new String(name, StandardCharsets.UTF_8).equals(path.get(index));
            return wanted ? value(path, index + 1, depth + 1, found) : skip();
        });
    }

    /** What reads one member or element and moves on. */
    @FunctionalInterface
    private interface Step {
        boolean read();
    }

    private boolean members(char close, Step step) {
        at++;
        boolean first = true;
        while (true) {
            at = JsonShape.skipSpace(b, at, end);
            if (at == end) {
                return false;
            }
            if (b[at] == close && first) {
                at++;
                return true;
            }
            if (!step.read()) {
                return false;
            }
            first = false;
            at = JsonShape.skipSpace(b, at, end);
            if (at == end || (b[at] != ',' && b[at] != close)) {
                return false;
            }
            if (b[at++] == close) {
                return true;
            }
        }
    }

    private boolean element(List<Part> found) {
        int from = JsonShape.skipSpace(b, at, end);
        at = from;
        boolean well = skip();
        found.add(new Part(from, at - from));
        return well;
    }

    /** Goes behind the value here, whose brackets must fit; what else is in it is for the decoder to judge. */
    private boolean skip() {
        at = JsonShape.skipSpace(b, at, end);
        int from = at;
        int depth = 0;
        while (at < end) {
            byte c = b[at];
            if (c == '"') {
                at = JsonShape.stringEnd(b, at + 1, end);
                if (at < 0) {
                    at = end;
                    return false;
                }
                at++;
            } else if (c == '{' || c == '[') {
                depth++;
                at++;
            } else if (c == '}' || c == ']') {
                if (depth == 0) {
                    return at > from;
                }
                depth--;
                at++;
            } else if (c == ',' && depth == 0) {
                return at > from;
            } else {
                at++;
            }
            if (depth == 0 && (c == '"' || c == '}' || c == ']')) {
                return true;
            }
        }
        return depth == 0 && at > from;
    }
}
