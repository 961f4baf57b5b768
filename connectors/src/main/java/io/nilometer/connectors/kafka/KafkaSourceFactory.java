package io.nilometer.connectors.kafka;

import io.nilometer.api.ComponentSpec;
import io.nilometer.api.Distribution;
import io.nilometer.api.Option;
import io.nilometer.api.OptionType;
import io.nilometer.api.Options;
import io.nilometer.api.Place;
import io.nilometer.api.Problem;
import io.nilometer.api.Rate;
import io.nilometer.api.Source;
import io.nilometer.api.SourceContext;
import io.nilometer.api.SourceFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Makes sources that read Kafka topics. */
public final class KafkaSourceFactory implements SourceFactory {

    static final Option<List<String>> TOPICS = Option.optional("topics", OptionType.TEXTS, "the topics to read");
    static final Option<String> TOPICS_PATTERN = Option.optional(
            "topics_pattern",
            OptionType.TEXT,
            "a regular expression for the whole name of the topics to read, instead of topics");
    static final Option<StartPosition> START = Option.of(
            "start",
            StartPosition.TYPE,
            StartPosition.LATEST,
            "where the first start begins: latest, earliest, or a time such as 2026-01-31T00:00:00Z; "
                    + "new topics and partitions are read whole");
    static final Option<OnLost> ON_LOST = Option.of(
            "on_lost",
            OptionType.oneOf(OnLost.class),
            OnLost.FAIL,
            "when the broker has deleted records before they were read: stop, or go on with the earliest there are");
    static final Option<Duration> DISCOVER_EVERY = Option.of(
            "discover_every",
            OptionType.DURATION,
            Duration.ofSeconds(10),
            "how often new topics and partitions are looked for");

    static final Option<Duration> GIVE_UP_AFTER = Option.of(
            "give_up_after",
            OptionType.DURATION,
            Duration.ofMinutes(1),
            "how long brokers may be away before a run with --until-end fails; any other tries for ever");

    private static final ComponentSpec SPEC = new ComponentSpec(
            "kafka",
            "Kafka topics. Positions are part of the pipeline's state, no consumer group is used; "
                    + "of transactions only what was committed is read.",
            options());

    /** What to do when records are gone. */
    public enum OnLost {
        FAIL,
        EARLIEST
    }

    /** How long brokers may be away; empty means for ever. */
    static Optional<Duration> patience(Options options, SourceContext context) {
        return context.untilEnd() ? Optional.of(options.get(GIVE_UP_AFTER)) : Optional.empty();
    }

    /** Not the brokers, of which others may be named for the same cluster: which one it is tells {@link WhoseCluster}. */
    @Override
    public String identity(Options options) {
        List<String> topics = options.find(TOPICS);
        return topics == null
                ? "kafka topics_pattern " + options.find(TOPICS_PATTERN)
                : "kafka topics " + String.join(", ", topics.stream().sorted().toList());
    }

    private static List<Option<?>> options() {
        List<Option<?>> all = new ArrayList<>(
                List.of(TOPICS, TOPICS_PATTERN, START, ON_LOST, DISCOVER_EVERY, GIVE_UP_AFTER, Rate.MAX_RATE));
        all.addAll(KafkaConnection.ALL);
        return all;
    }

    @Override
    public ComponentSpec spec() {
        return SPEC;
    }

    @Override
    public List<String> unseen(Options options) {
        List<String> topics = options.find(TOPICS);
        return KafkaConnection.unseen(
                options, topics == null ? "have topics to read" : "have the topics " + String.join(", ", topics));
    }

    @Override
    public List<Problem> check(Options options, Place place) {
        List<Problem> problems = new ArrayList<>(KafkaConnection.check(options, HarmlessSettings.OF_SOURCE, place));
        if (options.has(TOPICS) == options.has(TOPICS_PATTERN)) {
            problems.add(Problem.error(
                    "topics-or-pattern",
                    "kafka: either topics or topics_pattern says what to read",
                    "write one of them, such as topics: [logs]",
                    place));
        }
        if (options.has(TOPICS)) {
            List<String> topics = options.get(TOPICS);
            if (topics.isEmpty() || !topics.stream().allMatch(topic -> topic.matches("[A-Za-z0-9._-]{1,249}"))) {
                problems.add(Problem.error(
                        "bad-topic",
                        "kafka: topics: " + topics + " has a name that no topic can have",
                        "letters, digits, '.', '_' and '-'; for a pattern there is topics_pattern",
                        place));
            }
        }
        if (options.has(TOPICS_PATTERN)) {
            try {
                Pattern.compile(options.get(TOPICS_PATTERN));
            } catch (PatternSyntaxException e) {
                problems.add(Problem.error(
                        "bad-pattern",
                        "kafka: topics_pattern is not a regular expression: " + e.getDescription(),
                        "write one such as sensors-.*",
                        place));
            }
        }
        if (options.get(DISCOVER_EVERY).toMillis() < 100) {
            problems.add(Problem.error(
                    "bad-interval", "kafka: discover_every must be 100ms or more", "the default is 10s", place));
        }
        return problems;
    }

    @Override
    public Replay replay(Options options) {
        return Replay.REPLAYABLE;
    }

    @Override
    public Source create(Options options, SourceContext context) {
        return new KafkaSource(options, context);
    }

    @Override
    public Distribution distribution(Options options) {
        return new Distribution.InRanges(new KafkaRanges());
    }
}
