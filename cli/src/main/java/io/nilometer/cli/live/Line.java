package io.nilometer.cli.live;

import java.util.ArrayList;
import java.util.List;
import org.jline.utils.WCWidth;

/**
 * A line of the screen: pieces of text in their styles, measured in columns of the terminal. Text must have no control
 * characters.
 */
final class Line {

    private record Piece(Style style, String text) {}

    private final List<Piece> pieces = new ArrayList<>();
    private int width;

    static Line empty() {
        return new Line();
    }

    static Line of(Style style, String text) {
        return new Line().add(style, text);
    }

    Line add(String text) {
        return add(Style.PLAIN, text);
    }

    Line add(Style style, String text) {
        if (!text.isEmpty()) {
            pieces.add(new Piece(style, text));
            width += width(text);
        }
        return this;
    }

    Line add(Line other) {
        other.pieces.forEach(piece -> add(piece.style, piece.text));
        return this;
    }

    /** Blanks up to a column; none when the line is as long already. */
    Line padTo(int column, Style style) {
        return add(style, " ".repeat(Math.max(0, column - width)));
    }

    int width() {
        return width;
    }

    /** This line, cut where it is wider than {@code columns}. */
    Line fit(int columns, String ellipsis) {
        if (width <= columns) {
            return this;
        }
        Line cut = new Line();
        for (Piece piece : pieces) {
            int left = columns - cut.width;
            if (width(piece.text) > left || cut.width + width(piece.text) == columns) {
                return cut.add(piece.style, cut(piece.text + ellipsis, left, ellipsis));
            }
            cut.add(piece.style, piece.text);
        }
        return cut;
    }

    String plain() {
        StringBuilder text = new StringBuilder();
        pieces.forEach(piece -> text.append(piece.text));
        return text.toString().stripTrailing();
    }

    String coloured() {
        StringBuilder text = new StringBuilder();
        pieces.forEach(piece -> text.append(piece.style.wrap(piece.text)));
        return text.toString();
    }

    /** How many columns a text takes: none for combining characters, two for wide ones. */
    static int width(String text) {
        int columns = 0;
        for (int i = 0; i < text.length(); ) {
            int point = text.codePointAt(i);
            columns += Math.max(0, WCWidth.wcwidth(point));
            i += Character.charCount(point);
        }
        return columns;
    }

    /** A text of at most so many columns, its end replaced by an ellipsis when it was longer. */
    static String cut(String text, int columns, String ellipsis) {
        if (width(text) <= columns) {
            return text;
        }
        int room = columns - ellipsis.length();
        if (room < 0) {
            return ellipsis.substring(0, Math.max(0, columns));
        }
        int end = 0;
        int used = 0;
        while (end < text.length()) {
            int point = text.codePointAt(end);
            int wide = Math.max(0, WCWidth.wcwidth(point));
            if (used + wide > room) {
                break;
            }
            used += wide;
            end += Character.charCount(point);
        }
        return text.substring(0, end) + ellipsis;
    }
}
