package io.nilometer.cli.test;

import io.nilometer.api.Option;
import io.nilometer.api.OptionType;
import io.nilometer.api.PartitionId;
import io.nilometer.api.RecordBatch;
import io.nilometer.core.frame.Framer;
import io.nilometer.core.program.SourceProgram;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Turns the records of a test into batches, with positions that go on from step to step. They are framed as those of a run
 * are; what could go on is complete at the end of a step.
 */
public final class HarnessRecords {

    /** As a run orders the partitions of several. */
    private static final Option<List<String>> TOPICS = Option.optional("topics", OptionType.TEXTS, "");

    private final Map<String, Long> positions = new LinkedHashMap<>();
    private final Map<String, Framer> framers = new LinkedHashMap<>();

    /** By partition name, so that the order does not depend on that of the test's records. */
    public Map<String, List<RecordBatch>> batches(SourceProgram source, List<TestHarness.Input> inputs) {
        Map<String, List<RecordBatch>> framed = new TreeMap<>();
        unframed(source, inputs).forEach((name, batch) -> {
            List<RecordBatch> out = new ArrayList<>();
            Framer framer = framers.computeIfAbsent(
                    source.stream() + " " + name,
                    first -> new Framer(source.framing(), batch.partition(), notice -> {}));
            framer.frame(batch, out::add);
            framer.flush(out::add);
            framed.put(name, out);
        });
        return framed;
    }

    private Map<String, RecordBatch> unframed(SourceProgram source, List<TestHarness.Input> inputs) {
        Map<String, RecordBatch> batches = new TreeMap<>();
        List<String> topics =
                Objects.requireNonNullElse(source.input().source().options().find(TOPICS), List.of());
        for (TestHarness.Input input : inputs) {
            String topic = input.topic().orElse(source.stream());
            PartitionId partition = new PartitionId(topic + "-" + input.partition(), topics.indexOf(topic));
            RecordBatch batch = batches.computeIfAbsent(
                    partition.name(),
                    name -> new RecordBatch(
                            partition, new RecordBatch.Origin(topic, input.partition(), null), inputs.size()));
            long position = positions.merge(source.stream() + " " + partition.name(), 1L, Long::sum) - 1;
            batch.add(input.bytes(), 0, input.bytes().length, position);
            batch.describeLast(input.key(), Map.of());
            batch.resumeAt(Long.toString(position + 1));
        }
        return batches;
    }
}
