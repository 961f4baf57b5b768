package io.nilometer.api;

/** How the records of a source reach an engine that runs in many processes. */
public sealed interface Distribution {

    /** Each partition is read by the process that works on it, range by range. */
    record InRanges(RangeFactory ranges) implements Distribution {}

    /**
     * One process reads all and sends the records on.
     *
     * @param cost what that costs, as a sentence for the user
     */
    record ThroughOne(String cost) implements Distribution {}

    /**
     * Not at all.
     *
     * @param reason why, as a sentence for the user
     * @param remedy what to use instead
     */
    record OneMachine(String reason, String remedy) implements Distribution {}

    /** Makes the two halves of a source that is read in ranges. */
    interface RangeFactory {

        /** Makes a planner; it does not connect before {@link RangePlanner#open}. */
        RangePlanner planner(Options options, SourceContext context);

        /** Makes a reader for ranges of one partition, in whatever process. */
        RangeReader reader(Options options, SourceContext context);
    }
}
