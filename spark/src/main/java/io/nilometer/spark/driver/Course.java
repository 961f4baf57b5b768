package io.nilometer.spark.driver;

import io.nilometer.core.bytes.ByteReader;
import io.nilometer.core.bytes.ByteWriter;
import io.nilometer.core.program.Program;
import io.nilometer.core.program.SourceProgram;
import io.nilometer.core.run.Standing;
import io.nilometer.core.run.StateOrigin;
import io.nilometer.core.state.StateChange;
import io.nilometer.core.state.StateLayout;
import io.nilometer.core.time.PartitionClock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the run stands after the last batch, and what of it the next one depends on. Belongs to the query's thread; a
 * {@link Standing} is replaced, never changed, so that others may look at it.
 */
public final class Course {

    /** How often passing time alone makes a batch. */
    private static final long TICK_MICROS = 1_000_000;

    private final Program program;
    private final StateOrigin origin;
    private final boolean goOn;
    private volatile Standing standing;
    private long[] openUntil;
    private byte[] overflow = new byte[0];
    private boolean clockMoved = true;
    private StateLayout layout;
    private Map<String, String> renamed = Map.of();

    /**
     * @param origin whose the state is
     * @param goOn whether to go on with a state that comes from other inputs
     */
    public Course(Program program, StateOrigin origin, boolean goOn) {
        this.program = program;
        this.origin = origin;
        this.goOn = goOn;
        standing = new Standing(program);
        layout = StateLayout.of(program);
        openUntil = new long[program.sources().size()];
        // After a restart nobody knows what is open: the next batch tells.
        Arrays.fill(openUntil, Long.MAX_VALUE);
    }

    /** Since when what counts, and what was given out before. */
    public StateLayout layout() {
        return layout;
    }

    /** New names of streams, by the names that the state has. */
    public Map<String, String> renamed() {
        return renamed;
    }

    public Standing standing() {
        return standing;
    }

    /** The name of the stream of a source. */
    String stream(int source) {
        return program.sources().get(source).stream();
    }

    /** Names of the sources' streams, in their order. */
    List<String> streams() {
        return program.sources().stream().map(SourceProgram::stream).toList();
    }

    /** Cells that found no room in the last batch. */
    byte[] overflow() {
        return overflow;
    }

    /** A copy to be moved on. */
    Standing next() {
        return read(written(standing));
    }

    byte[] written(Standing any) {
        ByteWriter out = new ByteWriter(1 << 10);
        any.write(out);
        return out.toByteArray();
    }

    Standing read(byte[] written) {
        Standing copy = new Standing(program);
        if (written.length > 0) {
            copy.read(new ByteReader(written));
        }
        return copy;
    }

    /** Goes on after a batch. */
    void take(Standing after, long[] mergedClocks, long[] stillOpen, byte[] overflowed) {
        standing = after;
        openUntil = stillOpen;
        overflow = overflowed;
        clockMoved = !Arrays.equals(mergedClocks, after.clockMicros());
    }

    /** Whether a batch without records would change anything at this time. */
    boolean isDue(long nowMicros) {
        boolean open = Arrays.stream(openUntil).anyMatch(until -> until != PartitionClock.UNKNOWN);
        return clockMoved
                || overflow.length > 0
                || nowMicros - standing.wallMicros() >= TICK_MICROS && (open || standing.idleIsDue(nowMicros));
    }

    /** As the file of a batch keeps it, with the form of the state that belongs to it. */
    byte[] toFile() {
        ByteWriter out = new ByteWriter(1 << 10);
        origin.write(out);
        layout.write(out);
        standing.write(out);
        out.writeBytes(overflow, 0, overflow.length);
        return out.toByteArray();
    }

    /**
     * Goes on where a file says.
     *
     * @param place where the state is, for the user
     * @return how the pipeline has changed since, as sentences for the user
     * @throws io.nilometer.api.NilometerException when the state comes from another pipeline or other inputs
     */
    public List<String> restore(byte @Nullable [] file, String place) {
        if (file == null) {
            return List.of();
        }
        ByteReader in = new ByteReader(file);
        StateOrigin.Continuation continuation = origin.since(StateOrigin.read(in), goOn, place);
        StateLayout written = StateLayout.read(in, program);
        Standing found = new Standing(program);
        Map<String, Long> clocks = found.read(in, continuation::nameOf);
        standing = found;
        StateChange change = new StateChange(
                written, program, new StateChange.Then(continuation::nameOf, clocks, found.latestMicros()));
        layout = change.layout();
        renamed = continuation.renamed();
        overflow = change.fitting().apply(in.readBytes());
        List<String> told = new ArrayList<>(continuation.told());
        told.addAll(change.told());
        return told;
    }
}
