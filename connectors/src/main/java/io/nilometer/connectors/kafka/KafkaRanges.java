package io.nilometer.connectors.kafka;

import io.nilometer.api.Distribution;
import io.nilometer.api.Options;
import io.nilometer.api.RangePlanner;
import io.nilometer.api.RangeReader;
import io.nilometer.api.SourceContext;
import java.time.Duration;

/** Makes planners and readers of topics. A range goes from an offset to the one behind its last record. */
final class KafkaRanges implements Distribution.RangeFactory {

    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(2);

    @Override
    public RangePlanner planner(Options options, SourceContext context) {
        return new KafkaRangePlanner(options, context, PATIENCE, FIRST_PAUSE);
    }

    @Override
    public RangeReader reader(Options options, SourceContext context) {
        return new KafkaRangeReader(options, context);
    }
}
