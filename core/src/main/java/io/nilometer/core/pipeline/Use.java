package io.nilometer.core.pipeline;

import io.nilometer.api.Options;
import io.nilometer.api.Place;
import java.util.Map;

/**
 * A component with its checked options.
 *
 * @param component its name, such as {@code kafka}
 */
public record Use(String component, Options options, Place place) {

    /** Stands for one that could not be read, which has been told: the rest of its stream can still be checked. */
    public static Use unreadable(Place place) {
        return new Use("", new Options(Map.of()), place);
    }

    public boolean isUnreadable() {
        return component.isEmpty();
    }
}
