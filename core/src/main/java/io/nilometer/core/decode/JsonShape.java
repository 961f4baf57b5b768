package io.nilometer.core.decode;

/** How JSON text that is read piece by piece stands: which objects and arrays are open, and what may come next. */
final class JsonShape {

    private final boolean[] array;
    private int depth;
    private byte last;

    JsonShape(int maxDepth) {
        array = new boolean[maxDepth];
    }

    void clear() {
        depth = 0;
        last = 0;
    }

    boolean isComplete() {
        return depth == 0;
    }

    /** Whether the value of a key is to come. */
    boolean awaitsValue() {
        return last == ':';
    }

    /** Whether a line may begin with this byte, given what came before. */
    boolean canFollow(byte next) {
        boolean inArray = array[depth - 1];
        return switch (last) {
            case '{' -> next == '"' || next == '}';
            case '[' -> next != '}' && next != ',' && next != ':';
            case ':' -> next != '}' && next != ']' && next != ',' && next != ':';
            case ',' -> inArray ? next != '}' && next != ',' && next != ':' : next == '"';
            default -> next == ',' || next == ':' || next == (inArray ? ']' : '}');
        };
    }

    /** Goes on with a line; false when it cannot go on in another one. */
    boolean read(byte[] b, int from, int to) {
        for (int i = from; i < to; i++) {
            byte c = b[i];
            switch (c) {
                case ' ', '\t', '\r', '\n' -> {}
                case '"' -> {
                    i = stringEnd(b, i + 1, to);
                    if (i < 0) {
                        return false;
                    }
                    last = c;
                }
                case '{', '[' -> {
                    if (depth == array.length) {
                        return false;
                    }
                    array[depth++] = c == '[';
                    last = c;
                }
                case '}', ']' -> {
                    if (depth == 0 || array[depth - 1] != (c == ']')) {
                        return false;
                    }
                    depth--;
                    last = c;
                }
                default -> last = c;
            }
        }
        return true;
    }

    /** The index of the quote that ends a string; -1 when there is none. */
    static int stringEnd(byte[] b, int from, int to) {
        for (int i = from; i < to; i++) {
            if (b[i] == '\\') {
                i++;
            } else if (b[i] == '"') {
                return i;
            }
        }
        return -1;
    }

    static int skipSpace(byte[] b, int from, int to) {
        int i = from;
        while (i < to && (b[i] == ' ' || b[i] == '\t' || b[i] == '\r' || b[i] == '\n')) {
            i++;
        }
        return i;
    }
}
