package io.nilometer.connectors.kafka;

import io.nilometer.api.ComponentSpec;
import io.nilometer.api.Option;
import io.nilometer.api.OptionType;
import io.nilometer.api.Options;
import io.nilometer.api.Place;
import io.nilometer.api.Problem;
import io.nilometer.api.Sink;
import io.nilometer.api.SinkContext;
import io.nilometer.api.SinkFactory;
import java.util.ArrayList;
import java.util.List;

/** Makes sinks that write to Kafka topics. */
public final class KafkaSinkFactory implements SinkFactory {

    static final Option<String> TOPIC =
            Option.of("topic", OptionType.TEXT, "{name}", "the topic; {name} stands for the relation's name");
    static final Option<List<String>> KEY = Option.optional(
            "key",
            OptionType.TEXTS,
            "the column whose text is the record's key; of several columns a JSON array; without it there is no key");
    static final Option<String> VALUE = Option.optional(
            "value", OptionType.TEXT, "the column whose text is the record's value; without it the whole row as JSON");

    private static final ComponentSpec SPEC = new ComponentSpec(
            "kafka",
            "Kafka topics, one record a row, acknowledged by all replicas. After a crash or a retry the rows of a batch may come twice.",
            options());

    private static List<Option<?>> options() {
        List<Option<?>> all = new ArrayList<>(List.of(TOPIC, KEY, VALUE));
        all.addAll(KafkaConnection.ALL);
        return all;
    }

    @Override
    public ComponentSpec spec() {
        return SPEC;
    }

    @Override
    public List<String> unseen(Options options) {
        return KafkaConnection.unseen(options, "take records");
    }

    @Override
    public List<Problem> check(Options options, Place place) {
        List<Problem> problems = new ArrayList<>(KafkaConnection.check(options, HarmlessSettings.OF_SINK, place));
        if (!options.get(TOPIC).replace("{name}", "x").matches("[A-Za-z0-9._-]{1,249}")) {
            problems.add(Problem.error(
                    "bad-topic",
                    "kafka: topic: no topic can be called " + options.get(TOPIC),
                    "letters, digits, '.', '_', '-' and {name}",
                    place));
        }
        return problems;
    }

    @Override
    public Guarantee guarantee() {
        return Guarantee.AT_LEAST_ONCE;
    }

    @Override
    public Sink create(Options options, SinkContext context) {
        return new KafkaSink(options, context);
    }
}
