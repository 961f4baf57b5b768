package io.nilometer.cli.run;

import io.nilometer.core.component.Components;
import io.nilometer.core.program.Program;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One run of a program.
 *
 * @param inputs files that replace the source of a stream, one partition each; a stream that is not named keeps its source
 * @param untilEnd stop at the end of all inputs, after closing everything
 * @param results folder for one NDJSON file per output; then the pipeline's own outputs are not written
 * @param state folder for the state, as a path or, where the engine takes it, as a URI; empty means a default place, or a
 *     temporary one with {@code untilEnd}
 * @param aside folder for the rejected and late records of a run whose state is temporary; empty: they are not kept
 * @param forget forget the state on disk, and what waits for outputs, before the start
 * @param goOn go on with a state that comes from other inputs
 * @param demo results of all metrics, provisional ones too, go to the console instead of the pipeline's outputs; streams that
 *     do not read Kafka are fed from their {@code demo} section, or stay empty when they have none
 * @param master of the cluster, in Spark's words, such as {@code local[*]}; empty leaves it to the engine
 * @param consoles decides where the rows of console outputs go
 * @param notices takes one-line messages for the user, from any thread
 */
public record RunRequest(
        Program program,
        Components components,
        Map<String, List<Path>> inputs,
        boolean untilEnd,
        Optional<Path> results,
        Optional<String> state,
        Optional<Path> aside,
        boolean forget,
        boolean goOn,
        boolean demo,
        Optional<String> master,
        Consoles consoles,
        Consumer<String> notices) {}
