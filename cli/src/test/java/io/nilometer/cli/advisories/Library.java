package io.nilometer.cli.advisories;

/** A library by its coordinates. */
public record Library(String group, String artifact, String version) implements Comparable<Library> {

    public Library {
        if (group.isBlank() || artifact.isBlank() || version.isBlank()) {
            throw new IllegalArgumentException(
                    "not the coordinates of a library: " + group + ":" + artifact + ":" + version);
        }
    }

    /** {@code group:artifact:version}. */
    public static Library parse(String coordinates) {
        String[] parts = coordinates.trim().split(":", -1);
        if (parts.length != 3) {
            throw new IllegalArgumentException("not the coordinates of a library: " + coordinates);
        }
        return new Library(parts[0], parts[1], parts[2]);
    }

    String name() {
        return group + ":" + artifact;
    }

    @Override
    public int compareTo(Library other) {
        return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
        return name() + ":" + version;
    }
}
