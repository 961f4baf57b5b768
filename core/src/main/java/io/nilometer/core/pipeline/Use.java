package io.nilometer.core.pipeline;

import io.nilometer.api.Options;
import io.nilometer.api.Place;

/**
 * A component with its checked options.
 *
 * @param component its name, such as {@code kafka}
 */
public record Use(String component, Options options, Place place) {}
