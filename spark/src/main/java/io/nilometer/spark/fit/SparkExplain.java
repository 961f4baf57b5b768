package io.nilometer.spark.fit;

import io.nilometer.api.Distribution;
import io.nilometer.core.component.Components;
import io.nilometer.core.explain.Paragraphs;
import io.nilometer.core.pipeline.Pipeline;
import io.nilometer.core.pipeline.Use;
import io.nilometer.core.program.Program;
import io.nilometer.core.program.SourceProgram;
import java.util.OptionalInt;

/** The part of {@code nilometer explain} that only Spark needs: who does what, and where things are kept. */
public final class SparkExplain {

    private SparkExplain() {}

    /**
     * Describes how Spark runs a program, beside what holds on every engine.
     *
     * @return lines that each end in a line feed, after an empty one
     */
    public static String text(Program program, Components components) {
        Paragraphs out = new Paragraphs();
        OptionalInt shards = Shards.of(program.pipeline());
        out.title("on Spark: one query");
        out.line("1. read and scan: a task per partition reads its range, decodes it and adds events to cells");
        out.line("2. exchange: cells, not events, go to the shard of their key");
        out.line("3. merge: " + tasks(shards) + " the cells to the state and close windows");
        out.line("4. outbox: the batch's results are written beside the state as one file");
        out.line("then delivery, on the driver: threads of their own write them to the outputs, in order");
        program.sources().forEach(source -> source(source, components, out));
        state(shards, out);
        out.title("on Spark: outputs");
        out.line(
                "guarantees are those above: the results of a batch are written once to the outbox, whatever is run again");
        settings(program.pipeline(), out);
        return "\n" + out;
    }

    private static String tasks(OptionalInt shards) {
        if (shards.isEmpty()) {
            return "tasks, one a shard, add";
        }
        return shards.getAsInt() == 1 ? "one task adds" : shards.getAsInt() + " tasks, one a shard, add";
    }

    private static void source(SourceProgram source, Components components, Paragraphs out) {
        Use use = source.input().source();
        out.title("on Spark: stream " + source.stream() + ", " + use.component());
        SparkFit.distribution(use, components).ifPresent(how -> {
            if (how instanceof Distribution.InRanges) {
                out.line("read in ranges: the driver plans one a partition, a task reads each where it runs");
                out.line("after a failure the same range is read again");
            } else if (how instanceof Distribution.ThroughOne one) {
                out.line("read by the driver alone, which hands the records to the tasks");
                out.line("cost: " + one.cost());
            } else if (how instanceof Distribution.OneMachine one) {
                out.line("not read: " + one.reason());
                out.line("instead: " + one.remedy());
            }
        });
    }

    private static void state(OptionalInt shards, Paragraphs out) {
        out.title("on Spark: state");
        out.line("kept in the checkpoint, a folder of any Hadoop file system that all machines reach (--state)");
        out.line("with it: positions, clocks, ledger, and the results that wait for outputs");
        out.line(
                number(shards)
                        + ", fixed in the checkpoint when it is made; another number needs a new one (--forget, or another --state)");
        out.line("rejected and late records go to a folder of the driver's machine");
    }

    private static String number(OptionalInt shards) {
        if (shards.isEmpty()) {
            return "shards: as many as suit the cluster at the first start";
        }
        return shards.getAsInt() + (shards.getAsInt() == 1 ? " shard" : " shards");
    }

    private static void settings(Pipeline pipeline, Paragraphs out) {
        if (pipeline.spark().keySet().stream().allMatch(Shards::isKey)) {
            return;
        }
        out.title("on Spark: settings of the file");
        pipeline.spark().forEach((name, value) -> {
            if (!Shards.isKey(name)) {
                out.line(name + " = " + (SparkKeys.isSecret(name) || SparkKeys.isSecret(value) ? "***" : value));
            }
        });
    }
}
