package io.nilometer.connectors.file;

import io.nilometer.api.Distribution;
import io.nilometer.api.Options;
import io.nilometer.api.RangePlanner;
import io.nilometer.api.RangeReader;
import io.nilometer.api.SourceContext;

/** Makes planners and readers of files that every process finds under the same path. */
final class FileRanges implements Distribution.RangeFactory {

    @Override
    public RangePlanner planner(Options options, SourceContext context) {
        return new FileRangePlanner(options, context);
    }

    @Override
    public RangeReader reader(Options options, SourceContext context) {
        return new FileRangeReader(context);
    }
}
