package io.nilometer.connectors.kafka;

import io.nilometer.api.Options;
import io.nilometer.api.Rate;
import io.nilometer.api.SourceContext;
import java.nio.ByteBuffer;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;

/** Settings for reading much at once, without a group and without surprises. */
final class ConsumerSettings {

    private static final int RECORDS_PER_POLL = 20_000;
    private static final int POLLS_PER_SECOND = 5;

    private ConsumerSettings() {}

    /**
     * @param part tells this client from others of the same stream in one process
     * @param unpacking told before each poll
     */
    static KafkaConsumer<byte[], ByteBuffer> consumer(
            Options options, SourceContext context, String part, Unpacking unpacking) {
        Map<String, Object> settings = KafkaConnection.settings(options, context.directory(), clientId(context, part));
        settings.put("enable.auto.commit", "false");
        settings.put("allow.auto.create.topics", "false");
        settings.put("auto.offset.reset", "none");
        settings.put("isolation.level", "read_committed");
        settings.put("default.api.timeout.ms", "5000");
        settings.put(
                "metadata.max.age.ms",
                String.valueOf(options.get(KafkaSourceFactory.DISCOVER_EVERY).toMillis()));
        settings.put("fetch.min.bytes", "1");
        settings.put("fetch.max.bytes", String.valueOf(8 << 20));
        settings.put("max.partition.fetch.bytes", String.valueOf(2 << 20));
        settings.put("max.poll.records", String.valueOf(recordsPerPoll(options)));
        settings.put("receive.buffer.bytes", String.valueOf(1 << 20));
        settings.putAll(options.get(KafkaConnection.OPTIONS));
        return new KafkaConsumer<>(settings, unpacking.keys(), unpacking.values());
    }

    /** Several polls a second, where there is a rate to keep. */
    private static long recordsPerPoll(Options options) {
        Rate most = options.find(Rate.MAX_RATE);
        return most == null
                ? RECORDS_PER_POLL
                : Math.max(1, Math.min(RECORDS_PER_POLL, (long) (most.perSecond() / POLLS_PER_SECOND)));
    }

    static String clientId(SourceContext context, String part) {
        return "nilometer-" + context.pipeline() + "-" + context.stream() + part;
    }
}
