package io.nilometer.core.config;

import io.nilometer.api.Place;

/**
 * Something in a file that could not be checked.
 *
 * @param what such as "KAFKA_BROKERS is unset"
 * @param place where it is written
 */
public record NotLookedAt(String what, Place place) {

    @Override
    public String toString() {
        return what + " (" + place + ")";
    }
}
