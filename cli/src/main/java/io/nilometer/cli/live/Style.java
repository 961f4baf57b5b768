package io.nilometer.cli.live;

/** How a piece of text is meant; what it looks like is the terminal's business. */
enum Style {
    PLAIN(""),
    STRONG("1"),
    QUIET("2"),
    GOOD("32"),
    WARNING("33"),
    BAD("31;1"),
    /** The head of a table: a line under it. */
    HEAD("4;2"),
    TITLE("4;1"),
    BAR("36"),
    /** Nobody may miss it. */
    ALARM("41;97;1"),
    COMING("43;30"),
    OVER("42;30");

    private final String code;

    Style(String code) {
        this.code = code;
    }

    /** The text as a terminal with colours shows it. */
    String wrap(String text) {
        return code.isEmpty() ? text : "\u001b[" + code + "m" + text + "\u001b[0m";
    }
}
