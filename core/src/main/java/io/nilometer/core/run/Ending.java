package io.nilometer.core.run;

import io.nilometer.core.deliver.Undelivered;
import java.util.List;

/**
 * How a run has ended that has not failed.
 *
 * @param atEnd whether its inputs have been read to their end, and everything closed
 * @param undelivered rows that outputs have not taken
 * @param kept whether a later run goes on from here, and delivers them
 */
public record Ending(boolean atEnd, List<Undelivered> undelivered, boolean kept) {

    public Ending {
        undelivered = List.copyOf(undelivered);
    }

    /** Of a run that has not begun. */
    public static Ending early(boolean kept) {
        return new Ending(false, List.of(), kept);
    }
}
