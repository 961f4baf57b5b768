package io.nilometer.api;

import java.util.List;

/** Makes the sources of one kind. */
public interface SourceFactory extends Component {

    /** Whether records can be read again after a crash. */
    Replay replay(Options options);

    /** Makes a source; it does not connect before {@link Source#open}. */
    Source create(Options options, SourceContext context);

    /**
     * What is read, in words: equal texts mean the same records. Options that say how it is read do not belong to it. A state is
     * refused to a run that reads something else.
     */
    default String identity(Options options) {
        return spec().name();
    }

    /** How an engine of many processes reads such a source; by default it does not. */
    default Distribution distribution(Options options) {
        return new Distribution.OneMachine(
                "the source " + spec().name() + " is read by one process only",
                "use --engine embedded, or read from Kafka");
    }

    /** What an engine that is one process, and no part of a cluster, cannot read of it. */
    default List<Problem> alone(Options options, Place place) {
        return List.of();
    }

    /** What the lag of its partitions counts. */
    default LagUnit lagUnit() {
        return LagUnit.RECORDS;
    }

    /** What a lag counts. */
    enum LagUnit {
        RECORDS,
        BYTES
    }

    /** What a crash costs. */
    enum Replay {
        /** Reading continues at the committed position. */
        REPLAYABLE,
        /** What was in flight is lost. */
        LOST_IN_FLIGHT
    }
}
