package io.nilometer.connectors.kafka;

import io.nilometer.api.NilometerException;
import io.nilometer.api.Options;
import io.nilometer.api.PartitionId;
import io.nilometer.api.Source.PartitionStatus;
import io.nilometer.api.Source.Progress;
import io.nilometer.api.SourceContext;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which cluster positions are of, as the source's note keeps it: offsets of one say nothing of another's, also where topics
 * have the same names. A cluster is known by its id, whatever its brokers' addresses; one that tells no id by the addresses.
 */
final class WhoseCluster {

    private static final String BY_ID = "cluster ";
    private static final String BY_ADDRESS = "brokers ";

    private final Options options;
    private final SourceContext context;
    private final Map<String, String> written;
    private String before;
    private boolean other;

    /** @param resume as the source is opened with */
    WhoseCluster(Options options, SourceContext context, Map<String, String> resume) {
        this.options = options;
        this.context = context;
        this.written = new TreeMap<>(resume);
        before = Optional.ofNullable(written.remove(PartitionId.NOTE.name())).orElse("");
    }

    /**
     * Looks whether it is the one that it was.
     *
     * @throws NilometerException {@code other-source} when it is not, and the run may not go on with another
     */
    void look(ClusterAdmin admin, Duration patience) {
        look(admin.clusterId(patience));
    }

    void look(Optional<String> id) {
        String now = id.map(known -> BY_ID + known)
                .orElseGet(() -> BY_ADDRESS + addresses(KafkaConnection.brokers(options)));
        if (differ(before, now)) {
            if (!context.goOn() || other) {
                throw new NilometerException(
                        "other-source",
                        "the state comes from another input: stream " + context.stream() + " read Kafka's " + before
                                + ", now it reads " + now + " (" + KafkaConnection.brokers(options) + ")",
                        "give the pipeline another `name`, or this run another --state; --forget starts from the beginning, "
                                + "--continue adds the new input to what has been counted");
            }
            other = true;
            context.notice().accept("goes on with Kafka's " + now + "; what it has counted comes from " + before);
        }
        before = now;
    }

    /** Where partitions go on; nothing before the first {@link #look}, or when the positions are of another cluster. */
    Map<String, String> resume() {
        return other ? Map.of() : written;
    }

    /** What of the engine's positions is of this cluster: until it has taken the note, none may be. */
    Map<String, String> own(Map<String, String> read) {
        return other && !before.equals(read.get(PartitionId.NOTE.name())) ? Map.of() : read;
    }

    /** Positions of another cluster, by partition; empty in nearly all runs. */
    Map<String, String> left() {
        return other ? written : Map.of();
    }

    /** For the engine to keep. */
    String note() {
        return before;
    }

    PartitionStatus status() {
        return new PartitionStatus(PartitionId.NOTE, before, progress(), 0);
    }

    /** It never has anything to read. */
    Progress progress() {
        return context.untilEnd() ? Progress.ENDED : Progress.AT_END;
    }

    /** What is known in two ways cannot be compared. */
    private static boolean differ(String one, String two) {
        return !one.equals(two)
                && (one.startsWith(BY_ID) && two.startsWith(BY_ID)
                        || one.startsWith(BY_ADDRESS) && two.startsWith(BY_ADDRESS));
    }

    private static String addresses(String brokers) {
        return String.join(",", new TreeSet<>(Arrays.asList(brokers.split("\\s*,\\s*"))));
    }
}
