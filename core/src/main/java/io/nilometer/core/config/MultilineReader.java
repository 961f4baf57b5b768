package io.nilometer.core.config;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.nilometer.api.Place;
import io.nilometer.core.pipeline.Multiline;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the key {@code multiline} of a stream. */
final class MultilineReader {

    private static final int MOST_LINES = 1_000_000;
    private static final int LINES = 10_000;
    private static final Duration TIMEOUT = Duration.ofSeconds(1);
    private static final Map<String, Multiline.Rule> RULES = rules();

    private enum Cri {
        NO,
        LINES,
        TEXT
    }

    private MultilineReader() {}

    /** Empty when it is not written, or wrong (and told). */
    static Optional<Multiline> read(Reading reading, Fields stream) {
        Tree tree = stream.find("multiline");
        if (tree == null) {
            return Optional.empty();
        }
        Place place = stream.placeOf("multiline");
        if (tree instanceof Tree.Leaf leaf && leaf.text().equals("cri")) {
            return Optional.of(new Multiline(true, false, Optional.empty(), "", LINES, TIMEOUT, place));
        }
        Fields fields = reading.fields(tree, Grammar.MULTILINE);
        if (fields == null) {
            return Optional.empty();
        }
        Cri asked = fields.oneOf("cri", Map.of("true", Cri.LINES, "text", Cri.TEXT, "false", Cri.NO), Cri.NO);
        boolean cri = asked != Cri.NO;
        List<String> written = RULES.keySet().stream().filter(fields::has).toList();
        if (written.size() > 1 || written.isEmpty() && !cri) {
            reading.problems.error(
                    "multiline-rule",
                    place,
                    written.isEmpty()
                            ? "`multiline` does not say which lines belong together"
                            : "`multiline` has " + String.join(" and ", written) + ", which may contradict each other",
                    "write one of `start`, `continue`, `end`: a pattern; or `multiline: cri`");
        }
        int lines = Math.toIntExact(fields.integer("max_lines", 2, MOST_LINES).orElse((long) LINES));
        Duration timeout = fields.positive("timeout").orElse(TIMEOUT);
        Optional<String> pattern = written.stream().findFirst().flatMap(fields::text);
        pattern.ifPresent(text -> check(reading, text, fields.placeOf(written.get(0))));
        return Optional.of(new Multiline(
                cri,
                asked == Cri.TEXT,
                written.stream().findFirst().map(RULES::get),
                pattern.orElse(""),
                lines,
                timeout,
                place));
    }

    private static void check(Reading reading, String pattern, Place place) {
        try {
            Pattern.compile(pattern);
        } catch (PatternSyntaxException e) {
            reading.problems.error(
                    "regex-pattern",
                    place,
                    "the pattern is no regular expression: " + e.getMessage(),
                    "use RE2 syntax: no look-around, no back references");
        }
    }

    private static Map<String, Multiline.Rule> rules() {
        Map<String, Multiline.Rule> rules = new LinkedHashMap<>();
        rules.put("start", Multiline.Rule.START);
        rules.put("continue", Multiline.Rule.CONTINUE);
        rules.put("end", Multiline.Rule.END);
        return rules;
    }
}
