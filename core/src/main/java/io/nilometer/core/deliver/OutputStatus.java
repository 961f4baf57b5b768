package io.nilometer.core.deliver;

import org.jspecify.annotations.Nullable;

/**
 * How far an output is.
 *
 * @param delivered the last batch that it has whole
 * @param offered the last batch there is
 * @param failing why the last attempt failed; null when all is well
 */
public record OutputStatus(
        String output,
        long delivered,
        long offered,
        @Nullable String failing) {

    public boolean isComplete() {
        return delivered >= offered;
    }
}
