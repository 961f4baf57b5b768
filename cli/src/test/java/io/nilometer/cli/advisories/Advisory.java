package io.nilometer.cli.advisories;

import org.apache.maven.artifact.versioning.DefaultArtifactVersion;
import org.apache.maven.artifact.versioning.InvalidVersionSpecificationException;
import org.apache.maven.artifact.versioning.VersionRange;

/** A hole that is known of some versions of a library. The range is written, and versions compared, as Maven does. */
record Advisory(String library, VersionRange affected, String id, String what) {

    /** {@code group:artifact | range | id | what}. */
    static Advisory parse(String line) {
        String[] parts = Fields.of(line, 4);
        return new Advisory(parts[0], range(parts[1]), parts[2], parts[3]);
    }

    private static VersionRange range(String text) {
        try {
            VersionRange range = VersionRange.createFromVersionSpec(text);
            if (!range.hasRestrictions()) {
                throw new IllegalArgumentException("not a range of versions, like [1.0,1.2): " + text);
            }
            return range;
        } catch (InvalidVersionSpecificationException e) {
            throw new IllegalArgumentException("not a range of versions, like [1.0,1.2): " + text, e);
        }
    }

    boolean concerns(Library shipped) {
        return library.equals(shipped.name())
                && affected.containsVersion(new DefaultArtifactVersion(shipped.version()));
    }
}
