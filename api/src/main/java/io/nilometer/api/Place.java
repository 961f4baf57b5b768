package io.nilometer.api;

import java.io.Serializable;

/**
 * A place in a pipeline file.
 *
 * @param file the file's name as the user gave it; empty when there is none
 * @param line 1-based; 0 when unknown
 * @param column 1-based; 0 when unknown
 */
public record Place(String file, int line, int column) implements Serializable {

    public static final Place NOWHERE = new Place("", 0, 0);

    @Override
    public String toString() {
        return line == 0 ? file : file + ":" + line + ":" + column;
    }
}
