package io.nilometer.api;

import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * Files that are in none of this machine's file systems, such as {@code hdfs://} or {@code s3a://}: an engine that has a
 * client for them gives out paths, and the JDK's {@link java.nio.file.Files} lists, asks and reads through those.
 *
 * <p>Such files have no inodes. The {@linkplain java.nio.file.attribute.BasicFileAttributes#fileKey key} of one is a text that
 * changes whenever its path, its length, or what the store knows of its content (an ETag, else the time of its last change)
 * does. A place that may not be read or is not there fails as in the JDK; any other {@link java.io.IOException} may pass, and
 * what will not is a {@link NilometerException}.
 */
public interface RemoteFiles {

    /** For engines that have no such client. */
    RemoteFiles NONE = place -> {
        throw new NilometerException(refusal(place, Place.NOWHERE), null);
    };

    /** A scheme of more than one letter, which a drive of Windows is not. */
    Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:/.*", Pattern.DOTALL);

    /**
     * The path of a place; nothing is asked for before it is used.
     *
     * @param place with its scheme, perhaps a glob
     * @throws NilometerException when nothing here knows its scheme
     */
    Path path(String place);

    /** What whoever has no client says of a place. */
    static Problem refusal(String place, Place where) {
        return Problem.error(
                "remote-path",
                withoutPassword(place) + " is in none of this machine's file systems",
                place.startsWith("file:")
                        ? "write the path without file:, or use --engine spark"
                        : "use --engine spark, which reads it through Hadoop's clients, or mount it on this machine",
                where);
    }

    /** Whether a text names a place by its scheme. */
    static boolean isRemote(String path) {
        return SCHEME.matcher(path).matches();
    }

    /** As it may be printed. */
    static String withoutPassword(String place) {
        return place.replaceFirst("^([A-Za-z][A-Za-z0-9+.-]+://[^/@]*?):[^/]*@", "$1:***@");
    }
}
