package io.nilometer.api;

import java.nio.file.Path;
import java.util.Set;

/** Makes the sinks of one kind. */
public interface SinkFactory extends Component {

    Guarantee guarantee();

    /** Makes a sink; it does not connect before the first {@link Sink#write}. */
    Sink create(Options options, SinkContext context);

    /**
     * Looks, before anything is read, for what would never let the rows of a state be written. Connects to nobody.
     *
     * @throws NilometerException what stands in the way
     */
    default void ready(Options options, SinkContext context, StateMark state) {}

    /**
     * The files that it writes: two outputs that write the same would overwrite each other, and are refused. Absolute; they need
     * not be there.
     */
    default Set<Path> files(Options options, SinkContext context) {
        return Set.of();
    }

    /**
     * How far a state has come when a run starts.
     *
     * @param incarnation as in {@link Sink.Batch}
     * @param committed the number of its last batch; -1 before the first
     * @param written the last batch that this output has written, as far as the state knows; -1 for none
     */
    record StateMark(String incarnation, long committed, long written) {}

    /** What a crash or a retry can do to the rows. */
    enum Guarantee {
        /** A batch may be written twice. */
        AT_LEAST_ONCE("at least once"),
        /** Rows are written by key: writing twice changes nothing. */
        UPSERT("upsert"),
        /** A batch is written once. */
        EXACTLY_ONCE("exactly once");

        private final String words;

        Guarantee(String words) {
            this.words = words;
        }

        @Override
        public String toString() {
            return words;
        }
    }
}
