package io.nilometer.cli.report;

/** Data as one short line that cannot steer a terminal. */
final class OneLine {

    private OneLine() {}

    static String of(String text, int longest) {
        StringBuilder line = new StringBuilder();
        int shown = 0;
        for (int at = 0; at < text.length(); at += Character.charCount(text.codePointAt(at))) {
            if (shown++ == longest) {
                return line.append('…').toString();
            }
            append(text.codePointAt(at), line);
        }
        return line.toString();
    }

    private static void append(int point, StringBuilder line) {
        switch (point) {
            case '\n' -> line.append("\\n");
            case '\r' -> line.append("\\r");
            case '\t' -> line.append("\\t");
            default -> {
                switch (Character.getType(point)) {
                    case Character.CONTROL,
                            Character.FORMAT,
                            Character.SURROGATE,
                            Character.LINE_SEPARATOR,
                            Character.PARAGRAPH_SEPARATOR -> line.append('\uFFFD');
                    default -> line.appendCodePoint(point);
                }
            }
        }
    }
}
