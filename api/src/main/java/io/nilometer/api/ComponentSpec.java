package io.nilometer.api;

import java.util.List;

/**
 * What a component is called and which options it takes.
 *
 * @param name as written in the pipeline file, snake_case
 * @param help one or two sentences for the reference
 * @param options in the order of the reference
 */
public record ComponentSpec(String name, String help, List<Option<?>> options) {

    public ComponentSpec {
        options = List.copyOf(options);
    }
}
