package io.nilometer.core.config;

import io.nilometer.core.pipeline.PipelineTest;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the section {@code tests}. */
final class TestReader {

    private static final long MOST_REPEATS = 1_000_000;

    private final Reading reading;
    private final Set<String> streams;
    private final Set<String> outputs;

    /**
     * @param streams names of the streams that have a source
     * @param names of all streams, metrics and joins
     */
    TestReader(Reading reading, Set<String> streams, Set<String> names) {
        this.reading = reading;
        this.streams = streams;
        outputs = new LinkedHashSet<>(names);
        outputs.addAll(List.of("rejected", "late", "ledger"));
    }

    @Nullable
    PipelineTest read(Tree tree) {
        Fields fields = reading.fields(tree, Grammar.TEST);
        if (fields == null) {
            return null;
        }
        Optional<String> name = fields.text("name");
        Tree nowTree = fields.find("now");
        Optional<Instant> now = nowTree == null
                ? Optional.empty()
                : Optional.ofNullable(reading.value(nowTree, "`now`", TestReader::instant, Meant::instant));
        List<PipelineTest.FeedStep> feed = new ArrayList<>();
        Tree feedTree = fields.find("feed");
        if (feedTree != null) {
            reading.items(feedTree, "`feed`").forEach(step -> feedStep(step, feed));
        }
        Map<String, PipelineTest.Expectation> expect = new LinkedHashMap<>();
        Map<String, Object> ledger = new LinkedHashMap<>();
        Tree expectTree = fields.find("expect");
        if (expectTree != null) {
            reading.named(expectTree, "`expect`").forEach(entry -> expectation(entry, expect, ledger));
        }
        return new PipelineTest(name.orElse(""), fields.place(), now, feed, expect, ledger);
    }

    private void feedStep(Tree tree, List<PipelineTest.FeedStep> feed) {
        Tree.Entry wait = streams.contains("wait") ? null : only(tree, "wait");
        if (wait != null) {
            Duration duration = reading.positive(wait.value(), "`wait`");
            if (duration != null) {
                feed.add(new PipelineTest.Wait(duration));
            }
            return;
        }
        Map<String, PipelineTest.FeedInput> byStream = new LinkedHashMap<>();
        for (Tree.Entry entry : reading.named(tree, "a step of `feed`")) {
            unknown(entry);
            PipelineTest.FeedInput input = input(entry.value());
            if (input != null) {
                byStream.put(entry.name(), input);
            }
        }
        feed.add(new PipelineTest.Records(byStream));
    }

    private PipelineTest.@Nullable FeedInput input(Tree tree) {
        Tree.Entry file = only(tree, "file");
        if (file != null) {
            String path = reading.text(file.value(), "`file`");
            return path == null ? null : new PipelineTest.FromFile(path, tree.place());
        }
        List<PipelineTest.TestRecord> records = new ArrayList<>();
        for (Tree item : reading.items(tree, "the records of a stream")) {
            PipelineTest.TestRecord record = record(item);
            if (record != null) {
                records.add(record);
            }
        }
        return new PipelineTest.Inline(records);
    }

    private PipelineTest.@Nullable TestRecord record(Tree tree) {
        if (!(tree instanceof Tree.Entries entries) || entries.find("record") == null) {
            Object body = body(tree);
            return body == null ? null : plain(body);
        }
        Fields fields = reading.fields(tree, Grammar.TEST_RECORD);
        Tree recordTree = fields == null ? null : fields.find("record");
        Object body = recordTree == null ? null : body(recordTree);
        if (fields == null || body == null) {
            return null;
        }
        return new PipelineTest.TestRecord(
                body,
                fields.integer("repeat", 0, MOST_REPEATS).orElse(1L).intValue(),
                fields.duration("every"),
                fields.integer("partition", 0, 100_000).map(Long::intValue),
                fields.text("topic"),
                fields.text("key"));
    }

    private static PipelineTest.TestRecord plain(Object body) {
        return new PipelineTest.TestRecord(
                body, 1, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** A map of fields, or the raw record. */
    private @Nullable Object body(Tree tree) {
        if (tree instanceof Tree.Leaf leaf) {
            return leaf.empty() ? "" : leaf.text();
        }
        if (tree instanceof Tree.Entries) {
            return Trees.value(tree);
        }
        reading.wrongKind(tree, "a record", "text or a map of fields");
        return null;
    }

    private void expectation(
            Tree.Entry entry, Map<String, PipelineTest.Expectation> expect, Map<String, Object> ledger) {
        if (entry.name().equals("ledger")) {
            counters(entry.value(), ledger);
            return;
        }
        if (entry.name().equals("alerts")) {
            reading.notYet(NotYet.ALERTS, entry.place());
        } else if (reading.namesKnown && !outputs.contains(entry.name())) {
            reading.problems.error(
                    "unknown-output",
                    entry.place(),
                    "there is no stream, metric or join `" + entry.name() + "`",
                    Nearest.remedy(entry.name(), outputs));
        }
        Tree rows = entry.value();
        boolean include = false;
        Tree.Entry subset = only(rows, "include");
        if (subset != null) {
            rows = subset.value();
            include = true;
        }
        List<Object> expected = new ArrayList<>();
        for (Tree row : reading.items(rows, "the expected rows of `" + entry.name() + "`")) {
            Object value = row instanceof Tree.Leaf leaf && !leaf.empty() ? leaf.text() : Trees.value(row);
            if (value instanceof String || value instanceof Map) {
                expected.add(value);
            } else {
                reading.wrongKind(row, "an expected row", "a map of columns, or a condition");
            }
        }
        expect.put(entry.name(), new PipelineTest.Expectation(expected, include, entry.place()));
    }

    private void counters(Tree tree, Map<String, Object> ledger) {
        if (!(tree instanceof Tree.Entries entries)) {
            reading.wrongKind(tree, "`ledger`", "a map of counters by stream");
            return;
        }
        for (Tree.Entry stream : entries.entries()) {
            unknown(stream);
            if (stream.value() instanceof Tree.Entries counts && Trees.value(counts) instanceof Map<?, ?> values) {
                ledger.put(stream.name(), values);
            } else {
                reading.wrongKind(stream.value(), "the ledger of `" + stream.name() + "`", "a map of counters");
            }
        }
    }

    private void unknown(Tree.Entry stream) {
        if (reading.namesKnown && !streams.contains(stream.name())) {
            reading.problems.error(
                    "unknown-stream",
                    stream.place(),
                    "there is no stream `" + stream.name() + "` with a source",
                    Nearest.remedy(stream.name(), streams));
        }
    }

    /** The entry of a map that has this one alone. */
    private static Tree.@Nullable Entry only(Tree tree, String key) {
        return tree instanceof Tree.Entries entries && entries.entries().size() == 1 ? entries.find(key) : null;
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("an instant such as 2026-01-01T00:00:00Z", e);
        }
    }
}
