package io.nilometer.core.pipeline;

import io.nilometer.api.Options;
import io.nilometer.api.Place;

/**
 * A component with its checked options.
 *
 * @param component its name, such as {@code kafka}
 * @param unset some option holds a variable without a value, as it may while nothing is going to run: what follows from the
 *     options is not known then
 */
public record Use(String component, Options options, Place place, boolean unset) {

    /** With all variables filled in. */
    public Use(String component, Options options, Place place) {
        this(component, options, place, false);
    }
}
