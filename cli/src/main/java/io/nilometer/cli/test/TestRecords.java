package io.nilometer.cli.test;

import io.nilometer.api.NilometerException;
import io.nilometer.core.pipeline.EventTime;
import io.nilometer.core.pipeline.Pipeline;
import io.nilometer.core.pipeline.PipelineTest;
import io.nilometer.core.pipeline.PipelineTest.TestRecord;
import io.nilometer.core.pipeline.Stream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Turns the records of a test into bytes: repeated, with {@code {n}} filled in, written in the stream's format. */
final class TestRecords {

    private final Path directory;
    private final Stream.Source source;
    private final String stream;

    private TestRecords(Path directory, Stream.Source source, String stream) {
        this.directory = directory;
        this.source = source;
        this.stream = stream;
    }

    /** Those of a stream of the pipeline. */
    static TestRecords of(Pipeline pipeline, String stream) {
        Stream found = pipeline.streams().get(stream);
        if (found == null || !(found.input() instanceof Stream.Source source)) {
            throw new NilometerException(
                    "test-feed",
                    "the test feeds '" + stream + "', which is not a stream with a source",
                    "feed one of: " + String.join(", ", sources(pipeline)));
        }
        return new TestRecords(pipeline.directory(), source, stream);
    }

    private static List<String> sources(Pipeline pipeline) {
        return pipeline.streams().values().stream()
                .filter(s -> s.input() instanceof Stream.Source)
                .map(Stream::name)
                .toList();
    }

    List<TestHarness.Input> inputs(PipelineTest.FeedInput input) {
        if (input instanceof PipelineTest.FromFile file) {
            return fromFile(directory.resolve(file.path()));
        }
        List<TestHarness.Input> inputs = new ArrayList<>();
        for (TestRecord record : ((PipelineTest.Inline) input).records()) {
            for (int n = 0; n < record.repeat(); n++) {
                inputs.add(input(record, n));
            }
        }
        return inputs;
    }

    private TestHarness.Input input(TestRecord record, int n) {
        Object body = Placeholders.fill(record.body(), n);
        if (record.every().isPresent() && n > 0) {
            body = RepeatedTime.shift(body, timeField(), record.every().get().multipliedBy(n));
        }
        byte[] bytes = body instanceof Map<?, ?> fields
                ? RecordWriter.write(source.format().component(), fields, stream)
                : String.valueOf(body).getBytes(StandardCharsets.UTF_8);
        byte[] key = record.key()
                .map(k -> String.valueOf(Placeholders.fill(k, n)).getBytes(StandardCharsets.UTF_8))
                .orElse(null);
        return new TestHarness.Input(bytes, record.partition().orElse(0), record.topic(), key);
    }

    private EventTime.Field timeField() {
        if (source.time() instanceof EventTime.Field field) {
            return field;
        }
        throw new NilometerException(
                "test-every",
                "'every' moves the event time, but the time of '" + stream + "' is its arrival",
                "use 'wait' between steps instead");
    }

    private static List<TestHarness.Input> fromFile(Path file) {
        List<TestHarness.Input> inputs = new ArrayList<>();
        try {
            byte[] all = Files.readAllBytes(file);
            int start = 0;
            for (int end = 0; end <= all.length; end++) {
                boolean last = end == all.length;
                if (last ? end > start : all[end] == '\n') {
                    int length = end > start && all[end - 1] == '\r' ? end - 1 - start : end - start;
                    byte[] line = new byte[length];
                    System.arraycopy(all, start, line, 0, length);
                    inputs.add(new TestHarness.Input(line, 0, java.util.Optional.empty(), null));
                    start = end + 1;
                }
            }
            return inputs;
        } catch (IOException e) {
            throw new NilometerException(
                    "test-file",
                    "cannot read the test's records from " + file + ": " + e,
                    "the path is relative to the folder of the pipeline file",
                    e);
        }
    }
}
