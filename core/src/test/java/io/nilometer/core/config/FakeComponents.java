package io.nilometer.core.config;

import io.nilometer.api.ComponentSpec;
import io.nilometer.api.Option;
import io.nilometer.api.OptionType;
import io.nilometer.api.Options;
import io.nilometer.api.Place;
import io.nilometer.api.Problem;
import io.nilometer.api.Sink;
import io.nilometer.api.SinkContext;
import io.nilometer.api.SinkFactory;
import io.nilometer.api.Source;
import io.nilometer.api.SourceContext;
import io.nilometer.api.SourceFactory;
import io.nilometer.core.component.Components;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Sources and sinks with the options that pipelines use, and the real formats. They make nothing. */
final class FakeComponents {

    enum Start {
        LATEST,
        EARLIEST
    }

    private static final Option<List<String>> BROKERS = Option.required("brokers", OptionType.TEXTS, "host:port");
    private static final Option<String> PASSWORD =
            Option.optional("password", OptionType.TEXT, "of the user").asSecret();
    private static final Option<Long> PIN =
            Option.optional("pin", OptionType.INTEGER, "a secret number").asSecret();

    static final Components ALL =
            new Components(sources(), sinks(), Components.load().formats());

    private FakeComponents() {}

    private static Map<String, SourceFactory> sources() {
        Map<String, SourceFactory> sources = new TreeMap<>();
        source(
                sources,
                "kafka",
                SourceFactory.Replay.REPLAYABLE,
                BROKERS,
                PASSWORD,
                PIN,
                Option.optional("topics", OptionType.TEXTS, "topics"),
                Option.optional("topics_pattern", OptionType.TEXT, "pattern"),
                Option.of("start", OptionType.oneOf(Start.class), Start.LATEST, "where to begin"));
        source(
                sources,
                "file",
                SourceFactory.Replay.REPLAYABLE,
                Option.required("path", OptionType.TEXTS, "a file"),
                Option.of("follow", OptionType.FLAG, false, "goes on"),
                Option.optional("start", OptionType.TEXT, "where to begin"));
        source(
                sources,
                "socket",
                SourceFactory.Replay.LOST_IN_FLIGHT,
                Option.optional("listen", OptionType.TEXT, "a port"),
                Option.optional("connect", OptionType.TEXT, "host:port"));
        source(sources, "stdin", SourceFactory.Replay.LOST_IN_FLIGHT);
        source(
                sources,
                "generate",
                SourceFactory.Replay.REPLAYABLE,
                Option.optional("count", OptionType.INTEGER, "how many"));
        return sources;
    }

    private static Map<String, SinkFactory> sinks() {
        Map<String, SinkFactory> sinks = new TreeMap<>();
        sink(
                sinks,
                "console",
                SinkFactory.Guarantee.AT_LEAST_ONCE,
                Option.of("rows", OptionType.INTEGER, 20L, "how many"));
        sink(
                sinks,
                "ndjson",
                SinkFactory.Guarantee.EXACTLY_ONCE,
                Option.required("path", OptionType.TEXT, "a directory"));
        sink(
                sinks,
                "kafka",
                SinkFactory.Guarantee.AT_LEAST_ONCE,
                BROKERS,
                PASSWORD,
                Option.of("topic", OptionType.TEXT, "{name}", "the topic"),
                Option.optional("key", OptionType.TEXTS, "columns"),
                Option.optional("value", OptionType.TEXT, "a column"));
        return sinks;
    }

    private static void source(
            Map<String, SourceFactory> to, String name, SourceFactory.Replay replay, Option<?>... options) {
        to.put(name, new FakeSource(new ComponentSpec(name, "A source.", List.of(options)), replay));
    }

    private static void sink(
            Map<String, SinkFactory> to, String name, SinkFactory.Guarantee guarantee, Option<?>... options) {
        to.put(name, new FakeSink(new ComponentSpec(name, "A sink.", List.of(options)), guarantee));
    }

    private static IllegalStateException notMade() {
        return new IllegalStateException("only its options are real");
    }

    private record FakeSource(ComponentSpec spec, SourceFactory.Replay kind) implements SourceFactory {
        @Override
        public Replay replay(Options options) {
            return kind;
        }

        /** Quotes what is wrong, as checks of real components do. */
        @Override
        public List<Problem> check(Options options, Place place) {
            List<Problem> problems = new ArrayList<>();
            if (spec.name().equals("kafka")) {
                for (String broker : options.get(BROKERS)) {
                    if (!broker.contains(":")) {
                        problems.add(Problem.error(
                                "bad-address",
                                "'" + broker + "' is not host:port",
                                "write host:port, not " + broker,
                                place));
                    }
                }
            }
            return problems;
        }

        @Override
        public Source create(Options options, SourceContext context) {
            throw notMade();
        }
    }

    private record FakeSink(ComponentSpec spec, SinkFactory.Guarantee guarantee) implements SinkFactory {
        @Override
        public Sink create(Options options, SinkContext context) {
            throw notMade();
        }
    }
}
