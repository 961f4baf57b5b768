package io.nilometer.api;

/** Makes the sinks of one kind. */
public interface SinkFactory extends Component {

    Guarantee guarantee();

    /** Makes a sink; it does not connect before the first {@link Sink#write}. */
    Sink create(Options options, SinkContext context);

    /**
     * Looks, before anything is read, for what would never let the rows of a state be written. Connects to nobody.
     *
     * @param incarnation as in {@link Sink.Batch}
     * @throws NilometerException what stands in the way
     */
    default void ready(Options options, SinkContext context, String incarnation) {}

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
