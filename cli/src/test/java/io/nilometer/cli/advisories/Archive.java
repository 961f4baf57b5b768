package io.nilometer.cli.advisories;

import java.util.SortedSet;
import java.util.TreeSet;

/** A jar that is handed out: the library that it is, and those that its makers have packed into it. */
public record Archive(String file, Library library, SortedSet<Library> inside) {

    public Archive {
        inside = new TreeSet<>(inside);
        inside.removeIf(packed -> packed.name().equals(library.name()));
    }

    SortedSet<Library> libraries() {
        SortedSet<Library> all = new TreeSet<>(inside);
        all.add(library);
        return all;
    }
}
