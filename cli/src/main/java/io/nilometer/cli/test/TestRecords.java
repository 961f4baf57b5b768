package io.nilometer.cli.test;

import io.nilometer.api.NilometerException;
import io.nilometer.connectors.file.OpenFile;
import io.nilometer.connectors.line.LineSplitter;
import io.nilometer.core.pipeline.EventTime;
import io.nilometer.core.pipeline.Pipeline;
import io.nilometer.core.pipeline.PipelineTest;
import io.nilometer.core.pipeline.PipelineTest.TestRecord;
import io.nilometer.core.pipeline.Stream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Turns the records of a test into bytes: repeated, with {@code {n}} filled in, written in the stream's format. */
final class TestRecords {

    private final Path directory;
    private final Stream.Source source;
    private final String stream;
    private final int maxRecordBytes;

    private TestRecords(Path directory, Stream.Source source, String stream, int maxRecordBytes) {
        this.directory = directory;
        this.source = source;
        this.stream = stream;
        this.maxRecordBytes = maxRecordBytes;
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
        return new TestRecords(
                pipeline.directory(), source, stream, pipeline.limits().recordBytes());
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
                ? RecordWriter.write(source.formats(), fields, stream)
                : String.valueOf(body).getBytes(source.encoding());
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

    private List<TestHarness.Input> fromFile(Path file) {
        List<TestHarness.Input> inputs = new ArrayList<>();
        LineSplitter.Lines add = (buffer, offset, length, start, next) -> inputs.add(
                new TestHarness.Input(Arrays.copyOfRange(buffer, offset, offset + length), 0, Optional.empty(), null));
        try (OpenFile in = OpenFile.whole(file)) {
            LineSplitter splitter = new LineSplitter(maxRecordBytes, source.encoding());
            while (splitter.fill(in, Long.MAX_VALUE) >= 0) {
                splitter.split(add, Integer.MAX_VALUE);
            }
            splitter.finish(add);
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
