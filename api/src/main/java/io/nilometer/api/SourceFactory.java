package io.nilometer.api;

/** Makes the sources of one kind. */
public interface SourceFactory extends Component {

    /** Whether records can be read again after a crash. */
    Replay replay(Options options);

    /** Makes a source; it does not connect before {@link Source#open}. */
    Source create(Options options, SourceContext context);

    /** What a crash costs. */
    enum Replay {
        /** Reading continues at the committed position. */
        REPLAYABLE,
        /** What was in flight is lost. */
        LOST_IN_FLIGHT
    }
}
