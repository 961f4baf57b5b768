package io.nilometer.core.config;

import io.nilometer.api.Place;
import io.nilometer.api.Problem;
import java.util.Optional;

/** Knows the settings of an engine that this package does not know. Messages need not hide secrets: readers do. */
public interface SettingCheck {

    /** Knows none, and refuses none. */
    SettingCheck NONE = new SettingCheck() {
        @Override
        public Optional<Problem> name(String name, Place place) {
            return Optional.empty();
        }

        @Override
        public Optional<Problem> value(String name, String value, Place place) {
            return Optional.empty();
        }
    };

    /** What is wrong with a name, with the nearest valid one. */
    Optional<Problem> name(String name, Place place);

    /** What is wrong with a value; asked only for names with which nothing is wrong. */
    Optional<Problem> value(String name, String value, Place place);
}
