package io.nilometer.core.config;

import io.nilometer.api.Place;
import java.math.BigInteger;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** Reads scalars: fills in variables, finds the value by YAML 1.2's core schema and where the text really stands. */
final class LeafReader {

    /** No number that anyone means is longer; reading one costs the square of its length. */
    private static final int LONGEST_NUMBER = 400;

    private final String file;
    private final Lines lines;
    private final Variables variables;
    private final ScalarResolver resolver = new CoreSchema().getScalarResolver();

    LeafReader(String file, String text, Variables variables) {
        this.file = file;
        this.variables = variables;
        lines = new Lines(text);
    }

    Tree.Leaf read(ScalarEvent event) {
        Mark start = event.getStartMark().orElseThrow();
        Place place = new Place(file, start.getLine() + 1, start.getColumn() + 1);
        String written = event.getValue();
        Variables.Filled filled = variables.fill(written, place);
        Set<Tree.Trait> traits = EnumSet.noneOf(Tree.Trait.class);
        if (event.isPlain()) {
            traits.add(Tree.Trait.PLAIN);
            if (event.getEndMark()
                    .map(end -> lines.commentFrom(end.getLine(), end.getColumn()))
                    .orElse(false)) {
                traits.add(Tree.Trait.BEFORE_COMMENT);
            }
        }
        if (filled.unset()) {
            traits.add(Tree.Trait.UNSET);
        }
        if (filled.secret()) {
            traits.add(Tree.Trait.SECRET);
        }
        Object value = event.isPlain() && event.getTag().isEmpty() ? resolve(filled.text()) : filled.text();
        Place textPlace = textPlace(event, place);
        boolean exact = filled.text().equals(written)
                && lines.has(textPlace.line() - 1, textPlace.column() - 1, written.stripTrailing());
        return new Tree.Leaf(filled.text(), written, value, place, textPlace, exact, Set.copyOf(traits));
    }

    private @Nullable Object resolve(String text) {
        if (text.length() > LONGEST_NUMBER) {
            return text;
        }
        Tag tag = resolver.resolve(text, true);
        try {
            if (tag.equals(Tag.NULL)) {
                return null;
            } else if (tag.equals(Tag.BOOL)) {
                return text.equalsIgnoreCase("true");
            } else if (tag.equals(Tag.INT)) {
                return integer(text);
            } else if (tag.equals(Tag.FLOAT)) {
                return real(text);
            }
        } catch (NumberFormatException e) {
            return text; // looks like a number to YAML but is none: a text
        }
        return text;
    }

    private static Object integer(String text) {
        boolean octal = text.startsWith("0o");
        boolean hex = text.startsWith("0x");
        BigInteger number = octal
                ? new BigInteger(text.substring(2), 8)
                : hex ? new BigInteger(text.substring(2), 16) : new BigInteger(text);
        return number.bitLength() < 64 ? (Object) number.longValue() : number;
    }

    private static Double real(String text) {
        return switch (text.toLowerCase(java.util.Locale.ROOT)) {
            case ".inf", "+.inf" -> Double.POSITIVE_INFINITY;
            case "-.inf" -> Double.NEGATIVE_INFINITY;
            case ".nan" -> Double.NaN;
            default -> Double.parseDouble(text);
        };
    }

    /** Quoted: after the quote. Block: where its first line with text begins. */
    private Place textPlace(ScalarEvent event, Place place) {
        if (event.isSQuoted() || event.isDQuoted()) {
            return new Place(file, place.line(), place.column() + 1);
        }
        if (event.isLiteral() || event.isFolded()) {
            int line = lines.firstWithText(place.line());
            return line == lines.size() ? place : new Place(file, line + 1, lines.indent(line) + 1);
        }
        return place;
    }
}
