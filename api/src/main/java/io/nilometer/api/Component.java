package io.nilometer.api;

import java.util.List;

/** The maker of a source, sink or format; found by {@link java.util.ServiceLoader}. */
public interface Component {

    ComponentSpec spec();

    /**
     * Checks what the types of single options cannot: combinations, patterns, addresses. Opens nothing.
     *
     * @param place of the component in the file
     * @return all problems; empty when all is well
     */
    default List<Problem> check(Options options, Place place) {
        return List.of();
    }

    /**
     * What {@link #check} does not see because it opens nothing, such as "whether the files at /var/log exist". Holds no
     * secret.
     */
    default List<String> unseen(Options options) {
        return List.of();
    }
}
