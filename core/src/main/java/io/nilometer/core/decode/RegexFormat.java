package io.nilometer.core.decode;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.nilometer.api.ComponentSpec;
import io.nilometer.api.Decoder;
import io.nilometer.api.Field;
import io.nilometer.api.FieldType.Simple;
import io.nilometer.api.Format;
import io.nilometer.api.NilometerException;
import io.nilometer.api.Option;
import io.nilometer.api.OptionType;
import io.nilometer.api.Options;
import io.nilometer.api.Place;
import io.nilometer.api.Problem;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The named groups of a regular expression, in linear time. */
public final class RegexFormat implements Format {

    private static final Option<String> PATTERN = Option.required(
            "pattern",
            OptionType.TEXT,
            "RE2 syntax, found anywhere in the record (^ and $ hold it fast, . takes line ends too); (?P<name>…) gives the field name.");

    private static final ComponentSpec SPEC = new ComponentSpec(
            "regex",
            "The named groups of a regular expression; a group that takes no part in the match is null.",
            List.of(PATTERN));

    @Override
    public ComponentSpec spec() {
        return SPEC;
    }

    @Override
    public List<Problem> check(Options options, Place place) {
        try {
            if (Pattern.compile(options.get(PATTERN), Pattern.DOTALL)
                    .namedGroups()
                    .isEmpty()) {
                return List.of(Problem.error(
                        "regex-pattern",
                        "no group of the pattern has a name",
                        "name what you want: (?P<name>…)",
                        place));
            }
            return List.of();
        } catch (PatternSyntaxException e) {
            return List.of(Problem.error("regex-pattern", problem(e), REMEDY, place));
        }
    }

    @Override
    public List<Field> fields(Options options) {
        return compile(options).namedGroups().entrySet().stream()
                .sorted(Map.Entry.comparingByValue())
                .map(group -> Field.of(group.getKey(), Simple.STRING))
                .toList();
    }

    @Override
    public @Nullable String remedy(String reason) {
        return switch (reason) {
            case "no_match" ->
                "the pattern fits no part of the line: compare it with one, from its beginning; (?i) makes it blind to case";
            default -> null;
        };
    }

    @Override
    public Decoder decoder(Options options, List<Field> wanted, Settings settings) {
        Pattern pattern = compile(options);
        TextFields fields = new TextFields(wanted, settings);
        List<Group> groups = new ArrayList<>();
        pattern.namedGroups().forEach((name, index) -> {
            if (fields.named(name).isWanted()) {
                groups.add(new Group(index, fields.named(name)));
            }
        });
        return (buffer, offset, length, out) -> {
            int end = Records.withoutCarriageReturn(buffer, offset, offset + length);
            int start = Records.withoutByteOrderMark(buffer, offset, end);
            Matcher matcher = pattern.matcher(new String(buffer, start, end - start, StandardCharsets.UTF_8));
            if (!matcher.find()) {
                return "no_match";
            }
            for (Group group : groups) {
                String found = matcher.group(group.index);
                if (found != null) {
                    byte[] text = Utf8.encode(found);
                    group.field.text(out, text, 0, text.length);
                }
            }
            return null;
        };
    }

    private static final String REMEDY = "use RE2 syntax: no look-around, no back references";

    private record Group(int index, TextField field) {}

    private static Pattern compile(Options options) {
        try {
            return Pattern.compile(options.get(PATTERN), Pattern.DOTALL);
        } catch (PatternSyntaxException e) {
            throw new NilometerException("regex-pattern", problem(e), REMEDY, e);
        }
    }

    private static String problem(PatternSyntaxException e) {
        return "the pattern is no regular expression: " + e.getMessage();
    }
}
