package io.nilometer.api;

import java.io.Serializable;

/**
 * One mistake, told so that its reader can mend it. Never holds a secret.
 *
 * @param severity what it does to the run
 * @param code stable and kebab-case, such as {@code unknown-option}
 * @param message what is wrong
 * @param remedy what to do; empty when the message says it all
 * @param place where, in the pipeline file
 */
public record Problem(Severity severity, String code, String message, String remedy, Place place)
        implements Serializable {

    /** {@code ERROR} refuses to run; {@code WARNING} and {@code INFO} only tell. */
    public enum Severity {
        ERROR,
        WARNING,
        INFO
    }

    public static Problem error(String code, String message, String remedy, Place place) {
        return new Problem(Severity.ERROR, code, message, remedy, place);
    }

    public static Problem warning(String code, String message, String remedy, Place place) {
        return new Problem(Severity.WARNING, code, message, remedy, place);
    }

    public static Problem info(String code, String message, String remedy, Place place) {
        return new Problem(Severity.INFO, code, message, remedy, place);
    }

    @Override
    public String toString() {
        String where = place.equals(Place.NOWHERE) ? "" : place + ": ";
        String fix = remedy.isEmpty() ? "" : "\n    fix: " + remedy;
        return where + severity.name().toLowerCase(java.util.Locale.ROOT) + " [" + code + "] " + message + fix;
    }
}
