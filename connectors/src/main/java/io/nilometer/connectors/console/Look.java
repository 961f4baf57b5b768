package io.nilometer.connectors.console;

import java.util.Map;

/**
 * What the terminal can show.
 *
 * @param lines drawn lines and the ellipsis; otherwise ASCII
 * @param colour bold and dim text
 */
record Look(boolean lines, boolean colour) {

    static final Look PLAIN = new Look(false, false);

    static Look ofThisTerminal() {
        return of(System.console() != null, System.getenv());
    }

    /** NO_COLOR as in no-color.org. */
    static Look of(boolean terminal, Map<String, String> environment) {
        boolean rich = terminal
                && !"dumb".equals(environment.get("TERM"))
                && environment.getOrDefault("NO_COLOR", "").isEmpty();
        return rich ? new Look(true, true) : PLAIN;
    }

    String ellipsis() {
        return lines ? "…" : "...";
    }

    String rule(int width) {
        return (lines ? "─" : "-").repeat(width);
    }

    String strong(String text) {
        return colour ? "\u001b[1m" + text + "\u001b[0m" : text;
    }

    String quiet(String text) {
        return colour ? "\u001b[2m" + text + "\u001b[0m" : text;
    }
}
