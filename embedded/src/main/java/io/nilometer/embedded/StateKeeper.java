package io.nilometer.embedded;

import io.nilometer.api.NilometerException;
import io.nilometer.core.bytes.ByteReader;
import io.nilometer.core.bytes.ByteWriter;
import io.nilometer.core.program.Program;
import io.nilometer.core.run.StateOrigin;
import io.nilometer.core.state.CellBlock;
import io.nilometer.core.state.Chunk;
import io.nilometer.core.state.ChunkPacing;
import io.nilometer.core.state.StateChange;
import io.nilometer.core.state.StateLayout;
import io.nilometer.embedded.store.StateStore;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** What of the computation is durable: writes it with every batch, and restores it at the start. */
final class StateKeeper {

    private final Program program;
    private final StateStore store;
    private final Computation computation;
    private final EngineSettings settings;
    /** Nobody will ever restore temporary state, so increments and chunks are left out. */
    private final boolean durable;

    private final ChunkPacing pacing = new ChunkPacing();
    private StateLayout layout;
    private boolean changed;

    StateKeeper(Program program, StateStore store, Computation computation, EngineSettings settings) {
        this.settings = settings;
        this.program = program;
        this.store = store;
        this.computation = computation;
        this.durable = settings.state().isPresent();
        layout = StateLayout.of(program);
    }

    void writeHeader(ByteWriter out) {
        out.writeUnsigned(CellBlock.VERSION);
        settings.origin().write(out);
        layout.write(out);
        computation.standing().write(out);
    }

    byte[] increments(BatchResult result) {
        return durable ? result.increments() : new byte[0];
    }

    List<Chunk> chunks(BatchResult result) {
        if (!durable) {
            return List.of();
        }
        if (changed) {
            // What is stored has the old form; everything is written anew before anything else is.
            changed = false;
            return pacing.all(result.batch(), computation::snapshot);
        }
        return pacing.chunks(result.batch(), result.increments().length, computation::snapshot);
    }

    long incrementsUpTo() {
        return durable ? pacing.incrementsUpTo() : -1;
    }

    /** Rebuilds the computation as it was after the last commit. */
    void restore() {
        if (settings.forget()) {
            store.forget();
        }
        if (store.isFinished()) {
            throw new NilometerException(
                    "state-finished",
                    "the run with the state in " + store.directory() + " has come to its end already",
                    "run with --forget to start again from the beginning, or give another --state directory");
        }
        byte[] header = store.header();
        if (header.length == 0) {
            computation.standing().continueAfter(store.last());
            return;
        }
        ByteReader in = new ByteReader(header);
        long version = in.readUnsigned();
        if (version != CellBlock.VERSION) {
            throw new NilometerException(
                    "state-format",
                    "the state in " + store.directory() + " has format " + version + ", this version reads "
                            + CellBlock.VERSION,
                    "go on with the version that wrote it, or start with empty state: --forget");
        }
        StateOrigin.Continuation continuation = settings.origin()
                .since(StateOrigin.read(in), settings.goOn(), store.directory().toString());
        StateLayout written = StateLayout.read(in, program);
        Map<String, Long> clocks = computation.standing().read(in, continuation::nameOf);
        StateChange change = new StateChange(
                written,
                program,
                new StateChange.Then(
                        continuation::nameOf, clocks, computation.standing().latestMicros()));
        layout = change.layout();
        changed = !change.successors().sameCells();
        UnaryOperator<byte[]> fitting = change.fitting();
        computation.goOn(layout);
        store.chunks(chunk -> {
            computation.restore(chunk.bucket(), fitting.apply(chunk.bytes()));
            pacing.restored(chunk.bucket(), chunk.asOfBatch());
        });
        store.increments((batch, bytes) -> computation.replay(fitting.apply(bytes), batch, pacing.asOf()));
        computation.restored(change.successors().closedMicros(clocks));
        continuation.told().forEach(settings.notice());
        change.told().forEach(settings.notice());
    }
}
