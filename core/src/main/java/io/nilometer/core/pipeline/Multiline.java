package io.nilometer.core.pipeline;

import io.nilometer.api.Place;
import java.time.Duration;
import java.util.Optional;

/**
 * Which lines of a source make one record.
 *
 * @param cri whether lines are those of container runtimes, in parts
 * @param textOnly whether only the text of such lines is left, without time, stream and tag
 * @param rule what {@code pattern} tells; empty with {@code cri} alone
 * @param maxLines after so many a record is complete
 * @param timeout after so long without a line a record is complete
 */
public record Multiline(
        boolean cri,
        boolean textOnly,
        Optional<Rule> rule,
        String pattern,
        int maxLines,
        Duration timeout,
        Place place) {

    /** What a line that matches the pattern does. */
    public enum Rule {
        /** It is the first of a record. */
        START,
        /** It goes on with the record before it. */
        CONTINUE,
        /** It is the last of a record. */
        END
    }
}
