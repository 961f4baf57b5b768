package io.nilometer.embedded;

import io.nilometer.api.NilometerException;
import io.nilometer.core.bytes.ByteReader;
import io.nilometer.core.bytes.ByteWriter;
import io.nilometer.core.program.Grouping;
import io.nilometer.core.program.Program;
import io.nilometer.core.state.CellBlock;
import io.nilometer.embedded.store.Chunk;
import io.nilometer.embedded.store.StateStore;
import java.util.List;

/** What of the computation is durable: writes it with every batch, and restores it at the start. */
final class StateKeeper {

    private final Program program;
    private final StateStore store;
    private final Computation computation;
    private final boolean durable;
    private final ChunkPacing pacing = new ChunkPacing();

    /** @param durable false for temporary state: nobody will ever restore it, so increments and chunks are left out */
    StateKeeper(Program program, StateStore store, Computation computation, boolean durable) {
        this.program = program;
        this.store = store;
        this.computation = computation;
        this.durable = durable;
    }

    void writeHeader(ByteWriter out) {
        out.writeUnsigned(CellBlock.VERSION);
        out.writeText(layout(program));
        computation.writeHeader(out);
    }

    byte[] increments(BatchResult result) {
        return durable ? result.increments() : new byte[0];
    }

    List<Chunk> chunks(BatchResult result) {
        return durable ? pacing.chunks(result.batch(), result.increments().length, computation::snapshot) : List.of();
    }

    long incrementsUpTo() {
        return durable ? pacing.incrementsUpTo() : -1;
    }

    /** Rebuilds the computation as it was after the last commit. */
    void restore(boolean forget) {
        if (forget) {
            store.forget();
        }
        if (store.isFinished()) {
            throw new NilometerException(
                    "state-finished", "the run with the state in " + store.directory() + " has come to its end already",
                    "run with --forget to start again from the beginning, or give another --state directory");
        }
        StateStore.Recovered recovered = store.recover();
        if (recovered.header().length == 0) {
            computation.continueAfter(store.last());
            return;
        }
        ByteReader in = new ByteReader(recovered.header());
        long version = in.readUnsigned();
        String layout = in.readText();
        if (version != CellBlock.VERSION || !layout.equals(layout(program))) {
            refuse();
        }
        computation.readHeader(in);
        for (Chunk chunk : recovered.chunks()) {
            computation.restore(chunk.bucket(), chunk.bytes());
            pacing.restored(chunk.bucket(), chunk.asOfBatch());
        }
        store.increments((batch, bytes) -> computation.replay(bytes, batch, pacing.asOf()));
        computation.restored();
    }

    private void refuse() {
        throw new NilometerException(
                "state-of-another-pipeline",
                "the state in " + store.directory() + " was written by a pipeline that measures other things",
                "run with --forget to start with empty state, or give another --state directory");
    }

    /** Everything on which the form of cells depends. */
    private static String layout(Program program) {
        StringBuilder text = new StringBuilder();
        for (Grouping grouping : program.groupings()) {
            text.append(grouping.fingerprint()).append('\n');
            grouping.aggregates().forEach(aggregate -> text.append("  ").append(aggregate.text()).append('\n'));
        }
        return text.toString();
    }
}
