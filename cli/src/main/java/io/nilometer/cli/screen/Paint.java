package io.nilometer.cli.screen;

import io.nilometer.connectors.console.CellText;

/** Colours text, or leaves it as it is. */
public record Paint(boolean on) {

    public String red(String text) {
        return wrap("31;1", text);
    }

    public String yellow(String text) {
        return wrap("33;1", text);
    }

    public String green(String text) {
        return wrap("32", text);
    }

    public String blue(String text) {
        return wrap("34", text);
    }

    public String bold(String text) {
        return wrap("1", text);
    }

    private String wrap(String code, String text) {
        return on ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }

    /** Text of one line, without anything that steers a terminal. */
    public static String line(String text) {
        return CellText.of(text.strip().replaceAll("\\s*\n\\s*", " "), false);
    }

    /** Text without control characters (but tabs and line ends), so that data cannot steer a terminal. */
    public static String plain(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints()
                .map(c -> Character.isISOControl(c) && c != '\n' && c != '\t' ? '\uFFFD' : c)
                .forEach(clean::appendCodePoint);
        return clean.toString();
    }
}
