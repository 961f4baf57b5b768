package io.nilometer.core.compile;

import org.jspecify.annotations.Nullable;

/** What a call would make or take with arguments of such sizes. */
@FunctionalInterface
interface Bound {

    /**
     * Spends it; null arguments are null.
     *
     * @throws IllegalArgumentException when it is too much
     */
    void check(@Nullable Object[] arguments, Budget budget);
}
