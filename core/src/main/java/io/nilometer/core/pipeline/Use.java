package io.nilometer.core.pipeline;

import io.nilometer.api.Options;
import io.nilometer.api.Place;
import java.util.Map;

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

    /** Stands for one that could not be read, which has been told: the rest of its stream can still be checked. */
    public static Use unreadable(Place place) {
        return new Use("", new Options(Map.of()), place);
    }

    public boolean isUnreadable() {
        return component.isEmpty();
    }
}
