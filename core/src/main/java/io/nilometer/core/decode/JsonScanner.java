package io.nilometer.core.decode;

import io.nilometer.api.FieldWriter;

/**
 * Reads the wanted fields of a JSON object in one pass over its bytes, checking all of it against RFC 8259. What it does not
 * take, because it is wrong or unusual (escaped names, very deep nesting), is for {@link JsonStrict}, which gives the same
 * values for everything that this takes.
 */
final class JsonScanner {

    private static final int FAIL = -1;
    /** Nesting is recursion here. */
    private static final int MAX_RECURSION = 64;

    private final JsonNode root;
    private final NumberText number;
    private final int maxDepth;
    private byte[] b = {};
    private int end;
    private int lastWord;
    private boolean escaped;

    JsonScanner(JsonNode root, NumberText number, int maxDepth) {
        this.root = root;
        this.number = number;
        this.maxDepth = Math.min(maxDepth, MAX_RECURSION);
    }

    /** False when the record was not taken; slots may be set all the same. */
    boolean scan(byte[] buffer, int from, int to, FieldWriter out) {
        b = buffer;
        end = to;
        lastWord = buffer.length - 8;
        int p = space(from);
        if (p >= to || buffer[p] != '{' || maxDepth < 1) {
            return false;
        }
        root.begin();
        p = object(root, p + 1, 1, out);
        return p != FAIL && space(p) == to;
    }

    /** From behind the opening brace to behind the closing one. */
    private int object(JsonNode node, int from, int depth, FieldWriter out) {
        byte[] bytes = b;
        JsonKeys keys = node.keys();
        JsonKeys.Key key = keys.start();
        int p = space(from);
        if (p < end && bytes[p] == '}') {
            return p + 1;
        }
        while (true) {
            if (p >= end || bytes[p] != '"') {
                return FAIL;
            }
            p++;
            JsonKeys.Key guess = key.next;
            if (guess.isAt(bytes, p, end)) {
                p += guess.length();
            } else {
                int close = string(p);
                if (close == FAIL || escaped) {
                    return FAIL;
                }
                guess = keys.find(bytes, p, close + 1);
                key.next = guess;
                p = close + 1;
            }
            key = guess;
            p = colon(p);
            if (p == FAIL) {
                return FAIL;
            }
            p = key.node == null ? skip(p, depth) : value(key.node, p, depth, out);
            if (p == FAIL) {
                return FAIL;
            }
            p = space(p);
            if (p >= end) {
                return FAIL;
            }
            if (bytes[p] == '}') {
                return p + 1;
            }
            if (bytes[p] != ',') {
                return FAIL;
            }
            p = space(p + 1);
        }
    }

    /** From behind the opening bracket to behind the closing one. */
    private int array(JsonNode node, int from, int depth, FieldWriter out) {
        int p = space(from);
        if (p < end && b[p] == ']') {
            return p + 1;
        }
        for (int index = 0; ; index++) {
            JsonNode element = node.element(index);
            p = element == null ? skip(p, depth) : value(element, p, depth, out);
            if (p == FAIL) {
                return FAIL;
            }
            p = space(p);
            if (p >= end || (b[p] != ']' && b[p] != ',')) {
                return FAIL;
            }
            if (b[p] == ']') {
                return p + 1;
            }
            p = space(p + 1);
        }
    }

    /** A value that something is wanted of, to behind its end. */
    private int value(JsonNode node, int p, int depth, FieldWriter out) {
        if (p >= end) {
            return FAIL;
        }
        switch (b[p]) {
            case '"' -> {
                int close = string(p + 1);
                if (close == FAIL) {
                    return FAIL;
                }
                if (escaped) {
                    byte[] text = JsonEscapes.remove(b, p + 1, close);
                    node.text(out, text, 0, text.length);
                } else {
                    node.text(out, b, p + 1, close);
                }
                return close + 1;
            }
            case '{', '[' -> {
                node.clearBelow(out);
                boolean leaf = b[p] == '[' ? !node.hasElements() : node.isLeaf();
                int after = leaf
                        ? skip(p, depth)
                        : depth == maxDepth
                                ? FAIL
                                : b[p] == '['
                                        ? array(node, p + 1, depth + 1, out)
                                        : object(node, p + 1, depth + 1, out);
                if (after != FAIL) {
                    node.json(out, b, p, after);
                }
                return after;
            }
            case 't', 'f', 'n' -> {
                int after = literal(p);
                if (after == FAIL) {
                    return FAIL;
                }
                if (b[p] == 'n') {
                    node.clear(out);
                } else {
                    node.flag(out, b[p] == 't', b, p, after);
                }
                return after;
            }
            default -> {
                int after = number.scanJson(b, p, end);
                if (after != FAIL) {
                    node.number(out, b, p, after);
                }
                return after;
            }
        }
    }

    /** A value that nobody wants. */
    private int skip(int p, int depth) {
        if (p >= end) {
            return FAIL;
        }
        switch (b[p]) {
            case '"' -> {
                int close = string(p + 1);
                return close == FAIL ? FAIL : close + 1;
            }
            case '{', '[' -> {
                return depth == maxDepth ? FAIL : skipMembers(p + 1, depth + 1, b[p] == '{');
            }
            case 't', 'f', 'n' -> {
                return literal(p);
            }
            default -> {
                return number.scanJson(b, p, end);
            }
        }
    }

    private int skipMembers(int from, int depth, boolean named) {
        int close = named ? '}' : ']';
        int p = space(from);
        if (p < end && b[p] == close) {
            return p + 1;
        }
        while (true) {
            if (named) {
                if (p >= end || b[p] != '"') {
                    return FAIL;
                }
                p = string(p + 1);
                if (p == FAIL) {
                    return FAIL;
                }
                p = colon(p + 1);
                if (p == FAIL) {
                    return FAIL;
                }
            }
            p = skip(p, depth);
            if (p == FAIL) {
                return FAIL;
            }
            p = space(p);
            if (p >= end) {
                return FAIL;
            }
            if (b[p] == close) {
                return p + 1;
            }
            if (b[p] != ',') {
                return FAIL;
            }
            p = space(p + 1);
        }
    }

    /** From behind the opening quote to the closing one; {@link #escaped} tells whether there are escapes between. */
    private int string(int from) {
        byte[] bytes = b;
        int stop = end;
        int last = lastWord;
        escaped = false;
        int p = from;
        while (p < stop) {
            if (p <= last) {
                long special = Words.special(Words.at(bytes, p));
                if (special == 0) {
                    p += 8;
                    continue;
                }
                p += Words.first(special);
                if (p >= stop) {
                    return FAIL;
                }
            }
            byte c = bytes[p];
            if (c == '"') {
                return p;
            }
            if (c == '\\') {
                escaped = true;
                p = JsonEscapes.skip(bytes, p, stop);
            } else if (c < 0) {
                p = Utf8.next(bytes, p, stop);
            } else if (c < ' ') {
                return FAIL;
            } else {
                p++;
            }
            if (p < 0) {
                return FAIL;
            }
        }
        return FAIL;
    }

    private int literal(int p) {
        byte[] bytes = b;
        int rest = end - p;
        if (rest >= 4 && bytes[p] == 't' && bytes[p + 1] == 'r' && bytes[p + 2] == 'u' && bytes[p + 3] == 'e') {
            return p + 4;
        }
        if (rest >= 4 && bytes[p] == 'n' && bytes[p + 1] == 'u' && bytes[p + 2] == 'l' && bytes[p + 3] == 'l') {
            return p + 4;
        }
        if (rest >= 5
                && bytes[p] == 'f'
                && bytes[p + 1] == 'a'
                && bytes[p + 2] == 'l'
                && bytes[p + 3] == 's'
                && bytes[p + 4] == 'e') {
            return p + 5;
        }
        return FAIL;
    }

    /** To the value behind the colon. */
    private int colon(int from) {
        int p = space(from);
        return p < end && b[p] == ':' ? space(p + 1) : FAIL;
    }

    private int space(int from) {
        int p = from;
        while (p < end && b[p] <= ' ' && (b[p] == ' ' || b[p] == '\n' || b[p] == '\r' || b[p] == '\t')) {
            p++;
        }
        return p;
    }
}
