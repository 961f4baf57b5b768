package io.nilometer.core.decode;

import io.nilometer.api.FieldType.Simple;
import java.util.List;
import java.util.Optional;

/** What a variable of an access log is: its type as a field, the texts it can have, and how they are read. */
enum AccessKind {
    TEXT(Simple.STRING),
    USER(Simple.STRING),
    REQUEST(Simple.STRING),
    /** A URL from its path on. */
    URI(Simple.STRING),
    PATH(Simple.STRING),
    QUERY(Simple.STRING),
    ADDRESSES(Simple.STRING, Shapes.ADDRESSES),
    HOST(Simple.STRING, Shapes.HOST),
    WORD(Simple.STRING, Shapes.WORD),
    NAME(Simple.STRING, Shapes.NAME),
    ADDRESS(Simple.STRING, Shapes.ADDRESS),
    WORDS(Simple.STRING, Shapes.WORDS),
    NUMBERS(Simple.STRING, Shapes.NUMBERS),
    PIPE(Simple.STRING, Shapes.PIPE),
    /** Its dash is a value. */
    CONNECTION(Simple.STRING, Shapes.CONNECTION),
    STATUS(Simple.INT, Shapes.STATUS),
    SMALL_INTEGER(Simple.INT, Shapes.INTEGER),
    INTEGER(Simple.LONG, Shapes.INTEGER),
    DECIMAL(Simple.DOUBLE, Shapes.DECIMAL),
    LOCAL_TIME(Simple.TIMESTAMP, Shapes.LOCAL_TIME),
    ISO_TIME(Simple.TIMESTAMP, Shapes.ISO_TIME),
    EPOCH_SECONDS(Simple.TIMESTAMP, Shapes.DECIMAL),
    EPOCH_MILLIS(Simple.TIMESTAMP, Shapes.INTEGER),
    EPOCH_MICROS(Simple.TIMESTAMP, Shapes.INTEGER),
    /** A time as a {@link TimePattern} says. */
    PATTERN_TIME(Simple.TIMESTAMP);

    private final Simple type;
    private final Shape shape;

    AccessKind(Simple type) {
        this(type, Shapes.any());
    }

    AccessKind(Simple type, Shape shape) {
        this.type = type;
        this.shape = shape;
    }

    Simple type() {
        return type;
    }

    /**
     * Where a variable stands.
     *
     * @param quoted between quotes
     * @param before the text between it and the variable before
     * @param stop the first byte of the text behind it, or nothing
     * @param first whether no variable is before it
     */
    record Place(boolean quoted, String before, String stop, boolean first) {

        boolean joined() {
            return before.isEmpty() && !first;
        }

        /** With nothing else between its quotes. */
        boolean alone() {
            return quoted && before.endsWith("\"") && stop.equals("\"");
        }
    }

    /** The texts it can have, from the strict reading to the open one. */
    List<Shape> readings(Place place) {
        Shape strict = strict(place);
        Shape open = open(place.quoted, place.joined()).orElse(strict);
        return List.of(strict, this == ADDRESSES ? strict : open, open);
    }

    /** Text ends where what is behind it begins. */
    private Shape strict(Place place) {
        boolean quoted = place.quoted;
        String excluded = !quoted && place.stop.isEmpty() ? " " : place.stop.equals("\"") ? "" : place.stop;
        return switch (this) {
            case PATH -> quoted ? Shapes.quoted("?" + excluded) : Shapes.upTo("?" + excluded);
            case QUERY -> Shapes.behind("?", "\"" + excluded);
            case URI -> place.joined() ? Shapes.behind("/", "\"" + excluded) : text(quoted, excluded);
            case TEXT, USER -> text(quoted, excluded);
            case REQUEST -> place.alone() ? Shapes.quoted("") : Shapes.REQUEST;
            case HOST, WORD, NAME, ADDRESSES -> place.alone() ? Shapes.quoted("") : shape;
            default -> shape;
        };
    }

    /** Also what a server should have escaped, and blanks in what has none as a rule; empty when there is no such text. */
    private Optional<Shape> open(boolean quoted, boolean joined) {
        return Optional.ofNullable(
                switch (this) {
                    case PATH -> quoted ? Shapes.quoted("?") : Shapes.upTo("?");
                    case QUERY -> Shapes.behind("?", quoted ? "\"" : "");
                    case URI ->
                        joined ? Shapes.behind("/", quoted ? "\"" : "") : quoted ? Shapes.openQuoted() : Shapes.any();
                    case TEXT, REQUEST, ADDRESSES -> quoted ? Shapes.openQuoted() : Shapes.any();
                    case USER -> quoted ? Shapes.openQuoted() : Shapes.USER;
                    default -> null;
                });
    }

    private static Shape text(boolean quoted, String excluded) {
        return quoted ? Shapes.quoted(excluded) : Shapes.upTo(excluded);
    }
}
