package io.nilometer.core.program;

/** Makes the instance of one worker: compiled expressions hold mutable state and must never be shared. */
@FunctionalInterface
public interface Maker<T> {
    T make();
}
