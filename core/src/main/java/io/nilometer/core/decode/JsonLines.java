package io.nilometer.core.decode;

import io.nilometer.api.LineFraming;
import java.util.List;
import java.util.function.Consumer;

/**
 * JSON in lines. A line that begins an object or array without ending it goes on in the lines after it, as long as what they
 * begin with can follow; so a record that was cut off takes no other with it. An array at the top, or at a path, holds
 * records of its own.
 */
final class JsonLines implements LineFraming {

    private static final int MAX_DEPTH = 64;
    private static final String CLOSES = "}]";

    private final List<String> path;
    private final JsonShape shape = new JsonShape(MAX_DEPTH);
    private final JsonShape other = new JsonShape(MAX_DEPTH);
    private boolean open;
    private int indent;

    /** @param path names from the outside in to the array whose elements are the records; empty: an array at the top is */
    JsonLines(List<String> path) {
        this.path = List.copyOf(path);
    }

    @Override
    public Role role(byte[] b, int offset, int length) {
        int end = offset + length;
        int first = JsonShape.skipSpace(b, Records.withoutByteOrderMark(b, offset, end), end);
        if (open) {
            if (first == end || shape.canFollow(b[first]) && !isAnother(b, first, end, first - offset)) {
                boolean goesOn = shape.read(b, first, end);
                open = goesOn && !shape.isComplete();
                return open ? Role.CONTINUES : Role.ENDS;
            }
            open = false;
        }
        if (first == end || (b[first] != '{' && b[first] != '[' && b[first] != ']')) {
            return Role.WHOLE;
        }
        if (b[first] != '{' && isBracketOnly(b, first, end)) {
            // Where an array at the top begins or ends: its elements are records, each by itself.
            return Role.NONE;
        }
        int last = lastByte(b, first, end);
        // Almost every line ends what it begins: only others are looked at closely.
        if (CLOSES.indexOf(b[last]) >= 0 && last > first) {
            return Role.WHOLE;
        }
        shape.clear();
        indent = first - offset;
        open = shape.read(b, b[first] == '[' ? first + 1 : first, end) && !shape.isComplete();
        return open ? Role.BEGINS : Role.WHOLE;
    }

    private static int lastByte(byte[] b, int from, int end) {
        int last = end - 1;
        while (last > from && (b[last] == ' ' || b[last] == '\t' || b[last] == '\r')) {
            last--;
        }
        return last;
    }

    /** {@code [}, or {@code ]} with a comma or without. */
    private static boolean isBracketOnly(byte[] b, int first, int end) {
        int last = lastByte(b, first, end);
        return last == first || b[first] == ']' && last == first + 1 && b[last] == ',';
    }

    /** A whole object, where a value would be indented: what is open was cut off behind a colon. */
    private boolean isAnother(byte[] b, int first, int end, int blanks) {
        if (!shape.awaitsValue() || b[first] != '{' || blanks > indent) {
            return false;
        }
        other.clear();
        return other.read(b, first, end) && other.isComplete();
    }

    @Override
    public void givenUp(int lane) {
        open = false;
    }

    @Override
    public boolean isSeveral(byte[] b, int offset, int length) {
        if (!path.isEmpty()) {
            return true;
        }
        int end = offset + length;
        int first = JsonShape.skipSpace(b, Records.withoutByteOrderMark(b, offset, end), end);
        if (first == end) {
            return false;
        }
        byte last = b[lastByte(b, first, end)];
        return b[first] == '[' || b[first] == '{' && (last == ',' || last == ']');
    }

    @Override
    public boolean split(byte[] b, int offset, int length, Consumer<Part> out) {
        int end = offset + length;
        if (path.isEmpty()) {
            new JsonElements(b, offset, end).elements().forEach(out);
            return true;
        }
        if (new JsonElements(b, offset, end).each(path, out)) {
            return true;
        }
        // A part of an array, such as a line of it.
        for (Part part : new JsonElements(b, offset, end).elements()) {
            if (!new JsonElements(b, part.offset(), part.offset() + part.length()).each(path, out)) {
                out.accept(part);
            }
        }
        return true;
    }

    @Override
    public boolean takesAny() {
        return false;
    }

    @Override
    public boolean claims(byte[] b, int offset, int length) {
        int end = offset + length;
        int first = JsonShape.skipSpace(b, Records.withoutByteOrderMark(b, offset, end), end);
        return first < end && (b[first] == '{' || b[first] == '[' || b[first] == ']' && isBracketOnly(b, first, end));
    }
}
