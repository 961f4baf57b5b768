package io.nilometer.cli.parity;

import io.nilometer.api.ComponentSpec;
import io.nilometer.api.Distribution;
import io.nilometer.api.Options;
import io.nilometer.api.Range;
import io.nilometer.api.RangePlanner;
import io.nilometer.api.RangeReader;
import io.nilometer.api.Source;
import io.nilometer.api.SourceContext;
import io.nilometer.api.SourceFactory;
import io.nilometer.core.component.Components;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** The source of files, in ranges of a few kilobytes, so that small files make many batches too. */
record CutFiles(SourceFactory files, Random random) implements SourceFactory, Distribution.RangeFactory {

    private static final int MOST_BYTES = 12_000;

    /**
     * All components, this one in place of the plain files.
     *
     * @param random says how large ranges are; used by one run at a time
     */
    static Components components(Random random) {
        Components all = Components.load();
        Map<String, SourceFactory> sources = new HashMap<>(all.sources());
        sources.computeIfPresent("file", (name, files) -> new CutFiles(files, random));
        return new Components(sources, all.sinks(), all.formats());
    }

    @Override
    public ComponentSpec spec() {
        return files.spec();
    }

    @Override
    public Replay replay(Options options) {
        return files.replay(options);
    }

    @Override
    public Source create(Options options, SourceContext context) {
        return files.create(options, context);
    }

    @Override
    public Distribution distribution(Options options) {
        return new Distribution.InRanges(this);
    }

    private Distribution.RangeFactory whole(Options options) {
        return ((Distribution.InRanges) files.distribution(options)).ranges();
    }

    @Override
    public RangeReader reader(Options options, SourceContext context) {
        return whole(options).reader(options, context);
    }

    @Override
    public RangePlanner planner(Options options, SourceContext context) {
        RangePlanner planner = whole(options).planner(options, context);
        return new RangePlanner() {
            @Override
            public void open(Map<String, String> resume) {
                planner.open(resume);
            }

            @Override
            public List<Range> next(Map<String, String> read, Most most) {
                return planner.next(read, new Most(most.records(), 1 + random.nextInt(MOST_BYTES)));
            }

            @Override
            public void wakeUp() {
                planner.wakeUp();
            }

            @Override
            public void close() {
                planner.close();
            }
        };
    }
}
