package io.nilometer.core.deliver;

/**
 * Rows that an output has not taken at the end of a run.
 *
 * @param rows how many; one that it was writing counts, as nobody knows whether it has arrived
 * @param all whether there are no more than that: counting ends somewhere
 * @param why what held it up; empty when it does not say
 */
public record Undelivered(String output, long rows, boolean all, String why) {}
