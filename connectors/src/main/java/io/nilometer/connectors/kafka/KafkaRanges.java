package io.nilometer.connectors.kafka;

import io.nilometer.api.Distribution;
import io.nilometer.api.Options;
import io.nilometer.api.RangePlanner;
import io.nilometer.api.RangeReader;
import io.nilometer.api.SourceContext;

/** Makes planners and readers of topics. A range goes from an offset to the one behind its last record. */
final class KafkaRanges implements Distribution.RangeFactory {

    @Override
    public RangePlanner planner(Options options, SourceContext context) {
        return new KafkaRangePlanner(options, context);
    }

    @Override
    public RangeReader reader(Options options, SourceContext context) {
        return new KafkaRangeReader(options, context);
    }
}
