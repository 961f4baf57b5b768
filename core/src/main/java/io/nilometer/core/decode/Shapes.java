package io.nilometer.core.decode;

/** The shapes of what servers write. An empty text and a dash stand for what there is not. */
final class Shapes {

    private static final String DIGITS = "0-9";
    private static final String LETTERS = "a-zA-Z";
    private static final String CONTROLS = "\u0000-\u001F\u007F";

    /** {@code 443} */
    static final Shape INTEGER =
            Shape.ofStates(3).on(0, DIGITS, 1).on(1, DIGITS, 1).on(0, "-", 2).end(0, 1, 2);

    /** {@code 404}: three digits. */
    static final Shape STATUS = Shape.ofStates(5)
            .on(0, DIGITS, 1)
            .on(1, DIGITS, 2)
            .on(2, DIGITS, 3)
            .on(0, "-", 4)
            .end(3, 4);

    /** {@code 0.004} */
    static final Shape DECIMAL = Shape.ofStates(5)
            .on(0, DIGITS, 1)
            .on(1, DIGITS, 1)
            .on(1, ".", 2)
            .on(2, DIGITS, 3)
            .on(3, DIGITS, 3)
            .on(0, "-", 4)
            .end(0, 1, 3, 4);

    /** {@code 0.1, 0.2 : -}: numbers of several servers, and of several groups of them. */
    static final Shape NUMBERS = numbers();

    /** {@code 10.0.0.1:80, unix:/run/app : 10.0.0.2:80}: names of several servers, and of several groups of them. */
    static final Shape WORDS = Shape.ofStates(6)
            .onOther(0, " ,\"" + CONTROLS, 1)
            .onOther(1, " ,\"" + CONTROLS, 1)
            .on(1, ",", 2)
            .on(1, " ", 3)
            .onOther(2, ",\"" + CONTROLS, 1)
            .on(2, " ", 5)
            .on(3, ":", 4)
            .on(4, " ", 5)
            .onOther(5, " ,\"" + CONTROLS, 1)
            .end(0, 1);

    /** {@code 203.0.113.5, 10.0.0.1}: what proxies on the way have added. */
    static final Shape ADDRESSES = Shape.ofStates(3)
            .onOther(0, " ,\"" + CONTROLS, 1)
            .onOther(1, " ,\"" + CONTROLS, 1)
            .on(1, ",", 2)
            .onOther(2, ",\"" + CONTROLS, 1)
            .on(2, " ", 2)
            .end(0, 1);

    /** An IP address, also one whose last part was made unknown ({@code 10.0.0.xxx}), or {@code unix:}. */
    static final Shape ADDRESS = address();

    /** The name or address of a host, with {@code :port} or without. */
    static final Shape HOST =
            Shape.ofStates(1).onOther(0, " ,/\"" + CONTROLS, 0).end(0);

    /** A word without blanks and quotes. */
    static final Shape WORD = Shape.ofStates(1).onOther(0, " \"" + CONTROLS, 0).end(0);

    /** {@code HTTP/1.1} or letters: the protocol, the scheme, the method of a request. */
    static final Shape NAME = Shape.ofStates(1).on(0, "-_./0-9" + LETTERS, 0).end(0);

    /** {@code p} or a dot. */
    static final Shape PIPE = Shape.ofStates(2).on(0, "p.", 1).end(0, 1);

    /** How a connection stood: {@code X}, {@code +} or a dash. */
    static final Shape CONNECTION = Shape.ofStates(2).on(0, "-X+", 1).end(0, 1);

    /** {@code 17/May/2015:10:05:03 +0000}, also without its zone. */
    static final Shape LOCAL_TIME = pattern("dd/LLL/dddd:dd:dd:dd Sdddd", 20);

    /** {@code 2015-05-17T10:05:03+00:00}, also with {@code Z}. */
    static final Shape ISO_TIME = isoTime();

    /** A user, whose name may have blanks, but no word of it is a dash: what has one is of several columns. */
    static final Shape USER = Shape.ofStates(5)
            .onOther(0, " ", 2)
            .on(0, "-", 1)
            .onOther(1, " ", 2)
            .onAny(2, 2)
            .on(2, " ", 3)
            .onAny(3, 2)
            .on(3, " ", 3)
            .on(3, "-", 4)
            .onOther(4, " ", 2)
            .end(0, 1, 2, 3);

    /** {@code GET /a HTTP/1.1} without quotes around it, or one word. */
    static final Shape REQUEST = request();

    private Shapes() {}

    /** Any text. */
    static Shape any() {
        return Shape.ofStates(1).onAny(0, 0).end(0);
    }

    /** Text up to the first of these bytes. */
    static Shape upTo(String excluded) {
        return Shape.ofStates(1).onOther(0, excluded, 0).end(0);
    }

    /** Text between quotes, in which quotes stand behind a backslash, up to the first of these bytes. */
    static Shape quoted(String excluded) {
        return Shape.ofStates(2)
                .onOther(0, excluded + "\"", 0)
                .on(0, "\\", 1)
                .onOther(1, excluded, 0)
                .end(0);
    }

    /** Nothing, or text that begins with this character and goes up to the first of these bytes. */
    static Shape behind(String first, String excluded) {
        return Shape.ofStates(2).on(0, first, 1).onOther(1, excluded, 1).end(0, 1);
    }

    /**
     * Text between quotes of a server that does not escape them: a quote is part of it unless the next quoted text begins
     * behind it.
     */
    static Shape openQuoted() {
        return Shape.ofStates(3)
                .onAny(0, 0)
                .on(0, "\"", 1)
                .onAny(1, 0)
                .on(1, "\"", 1)
                .on(1, " ", 2)
                .onAny(2, 0)
                .on(2, "\"", Shape.NONE)
                .end(0, 1, 2);
    }

    /**
     * @param text {@code d} is a digit, {@code L} a letter, {@code S} a sign, anything else itself
     * @param shortest how much of it is enough
     */
    static Shape pattern(String text, int shortest) {
        Shape.Builder builder = Shape.ofStates(text.length() + 2);
        for (int i = 0; i < text.length(); i++) {
            String bytes =
                    switch (text.charAt(i)) {
                        case 'd' -> DIGITS;
                        case 'L' -> LETTERS;
                        case 'S' -> "-+";
                        default -> text.substring(i, i + 1);
                    };
            builder.on(i, bytes, i + 1);
        }
        int dash = text.length() + 1;
        builder.on(0, "-", dash);
        return shortest == text.length()
                ? builder.end(text.length(), dash)
                : builder.end(shortest, text.length(), dash);
    }

    private static Shape isoTime() {
        Shape.Builder builder = Shape.ofStates(28);
        String text = "dddd-dd-ddTdd:dd:dd";
        for (int i = 0; i < text.length(); i++) {
            builder.on(i, text.charAt(i) == 'd' ? DIGITS : text.substring(i, i + 1), i + 1);
        }
        builder.on(19, "Z", 25).on(19, "-+", 20).on(20, DIGITS, 21).on(21, DIGITS, 22);
        builder.on(22, ":", 23).on(22, DIGITS, 24).on(23, DIGITS, 24).on(24, DIGITS, 25);
        return builder.on(0, "-", 26).end(19, 25, 26);
    }

    private static Shape numbers() {
        Shape.Builder builder = Shape.ofStates(9);
        for (int start : new int[] {0, 5, 6}) {
            builder.on(start, DIGITS, 1).on(start, "-", 4);
        }
        builder.on(1, DIGITS, 1).on(1, ".", 2).on(2, DIGITS, 3).on(3, DIGITS, 3);
        for (int end : new int[] {1, 3, 4}) {
            builder.on(end, ",", 5).on(end, " ", 7);
        }
        return builder.on(5, " ", 6).on(7, ":", 8).on(8, " ", 6).end(0, 1, 3, 4);
    }

    private static Shape address() {
        String hex = "0-9a-fA-FxX*";
        return Shape.ofStates(10)
                .on(0, hex, 1)
                .on(0, ":", 2)
                .on(1, hex, 1)
                .on(1, ".:", 2)
                .on(2, ".:" + hex, 2)
                .on(2, "%", 3)
                .on(3, "-_." + DIGITS + LETTERS, 3)
                .on(0, "u", 4)
                .on(4, "n", 5)
                .on(5, "i", 6)
                .on(6, "x", 7)
                .on(7, ":", 8)
                .onOther(8, " ,\"" + CONTROLS, 8)
                .on(0, "-", 9)
                .end(2, 3, 8, 9);
    }

    private static Shape request() {
        Shape.Builder builder = Shape.ofStates(9).onOther(0, " ", 0).on(0, " ", 1);
        builder.onOther(1, " ", 2).onOther(2, " ", 2).on(2, " ", 3);
        String protocol = "HTTP/";
        for (int i = 0; i < protocol.length(); i++) {
            builder.on(3 + i, protocol.substring(i, i + 1), 4 + i);
        }
        return builder.on(8, DIGITS + ".", 8).end(0, 8);
    }
}
