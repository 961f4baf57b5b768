package io.nilometer.cli.live;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;

/** The characters that things are drawn with. */
enum Glyphs {
    UNICODE("…", "─", " ▁▂▃▄▅▆▇█", " ▏▎▍▌▋▊▉█", " · ", "→"),
    ASCII("..", "-", " .:-=+*#%", " #", " | ", "->");

    private final String ellipsis;
    private final String rule;
    private final String levels;
    private final String parts;
    private final String dot;
    private final String arrow;

    Glyphs(String ellipsis, String rule, String levels, String parts, String dot, String arrow) {
        this.ellipsis = ellipsis;
        this.rule = rule;
        this.levels = levels;
        this.parts = parts;
        this.dot = dot;
        this.arrow = arrow;
    }

    /** By the locale: the first of its variables that is set decides, as everywhere. */
    static Glyphs of(Map<String, String> environment) {
        for (String variable : new String[] {"LC_ALL", "LC_CTYPE", "LANG"}) {
            String value = environment.getOrDefault(variable, "");
            if (!value.isEmpty()) {
                String lower = value.toLowerCase(Locale.ROOT);
                return lower.contains("utf-8") || lower.contains("utf8") ? UNICODE : ASCII;
            }
        }
        return ASCII;
    }

    Charset charset() {
        return this == UNICODE ? StandardCharsets.UTF_8 : StandardCharsets.US_ASCII;
    }

    String ellipsis() {
        return ellipsis;
    }

    String dot() {
        return dot;
    }

    /** A text of ours in these characters. */
    String spell(String text) {
        return this == UNICODE
                ? text
                : text.replace("→", arrow).replace("…", ellipsis).replace("·", "|");
    }

    /** What a bar has not filled. */
    String track(int width) {
        return (this == UNICODE ? "░" : ".").repeat(Math.max(0, width));
    }

    String rule(int width) {
        return rule.repeat(Math.max(0, width));
    }

    /** A bar of exactly so many columns, filled from the left. */
    String bar(double share, int width) {
        double clean = Double.isFinite(share) ? Math.max(0, Math.min(1, share)) : 0;
        int steps = parts.length() - 1;
        int filled = (int) Math.round(clean * width * steps);
        // What is there is seen.
        filled = clean > 0 ? Math.max(1, filled) : 0;
        StringBuilder bar = new StringBuilder();
        for (int column = 0; column < width; column++) {
            bar.append(parts.charAt(Math.max(0, Math.min(steps, filled - column * steps))));
        }
        return bar.toString();
    }

    /** The course of a number, one column each; blank where there is none. */
    String spark(double[] values) {
        double largest = 0;
        double smallest = 0;
        for (double value : values) {
            if (Double.isFinite(value)) {
                largest = Math.max(largest, value);
                smallest = Math.min(smallest, value);
            }
        }
        double range = largest - smallest;
        StringBuilder line = new StringBuilder();
        for (double value : values) {
            if (!Double.isFinite(value)) {
                line.append(' ');
            } else {
                int steps = levels.length() - 2;
                line.append(levels.charAt(1 + (range == 0 ? 0 : (int) Math.round((value - smallest) / range * steps))));
            }
        }
        return line.toString();
    }
}
