package io.nilometer.embedded;

import io.nilometer.api.Source;
import io.nilometer.core.deliver.Subscription;
import io.nilometer.core.run.StateOrigin;
import io.nilometer.core.scan.SlowRecords;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * How a program is run on one machine.
 *
 * @param sources one per source of the program, in its order; not opened yet
 * @param outputs who gets which rows
 * @param state directory of this pipeline's state; empty means a temporary one
 * @param forget forget the state on disk, and what waits for outputs, before the start
 * @param origin whose the state is
 * @param goOn whether to go on with a state that comes from other inputs
 * @param untilEnd whether the inputs have an end
 * @param threads how many work at once
 * @param slowLooks seconds after which a record that is still being scanned ends the run
 * @param ending takes the ledger when everything has been delivered, before the run counts as finished
 * @param notice takes one-line messages for the user, from any thread
 */
public record EngineSettings(
        List<Source> sources,
        List<Subscription> outputs,
        Optional<Path> state,
        boolean forget,
        StateOrigin origin,
        boolean goOn,
        boolean untilEnd,
        int threads,
        int slowLooks,
        Consumer<Map<String, Map<String, Object>>> ending,
        Consumer<String> notice) {

    /** Far above what any record takes whose functions are held to their bounds. */
    public static final int SLOW_LOOKS = SlowRecords.LOOKS;

    public EngineSettings {
        sources = List.copyOf(sources);
        outputs = List.copyOf(outputs);
    }
}
