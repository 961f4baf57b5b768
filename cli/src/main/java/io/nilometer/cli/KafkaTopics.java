package io.nilometer.cli;

import io.nilometer.api.NilometerException;
import io.nilometer.api.Option;
import io.nilometer.api.OptionType;
import io.nilometer.core.pipeline.Pipeline;
import io.nilometer.core.pipeline.Stream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The topics that a stream of a demonstration reads.
 *
 * @param names at least one
 */
record KafkaTopics(List<String> names) {

    private static final String KAFKA = "kafka";
    private static final Option<List<String>> TOPICS = Option.optional("topics", OptionType.TEXTS, "");

    /** Those of all streams that read Kafka and have a {@code demo} section, by stream. */
    static Map<String, KafkaTopics> of(Pipeline pipeline) {
        Map<String, KafkaTopics> topics = new LinkedHashMap<>();
        pipeline.demo().keySet().forEach(name -> {
            Stream stream = pipeline.streams().get(name);
            if (stream != null
                    && stream.input() instanceof Stream.Source source
                    && source.source().component().equals(KAFKA)) {
                topics.put(name, new KafkaTopics(names(name, source)));
            }
        });
        return topics;
    }

    private static List<String> names(String stream, Stream.Source source) {
        List<String> names = source.source().options().find(TOPICS);
        if (names == null || names.isEmpty()) {
            throw new NilometerException(
                    "demo-topics",
                    "the stream '" + stream + "' names no topics that the demonstration could write to",
                    "name them with 'topics', not with a pattern");
        }
        return names;
    }
}
