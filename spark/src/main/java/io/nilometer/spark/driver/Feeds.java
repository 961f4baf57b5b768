package io.nilometer.spark.driver;

import io.nilometer.api.Distribution;
import io.nilometer.api.NilometerException;
import io.nilometer.api.Rate;
import io.nilometer.api.Source;
import io.nilometer.api.SourceContext;
import io.nilometer.core.component.Components;
import io.nilometer.core.program.Program;
import io.nilometer.core.run.Standing;
import io.nilometer.spark.batch.Input;
import io.nilometer.spark.batch.Recipe;
import io.nilometer.spark.remote.HadoopFiles;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The feeds of all sources of a run, in the order of the program. */
public final class Feeds implements AutoCloseable {

    private final List<Feed> feeds;
    private final List<RecordRate> rates;

    private Feeds(List<Feed> feeds, List<RecordRate> rates) {
        this.feeds = List.copyOf(feeds);
        this.rates = List.copyOf(rates);
    }

    /**
     * Makes them; nothing is opened.
     *
     * @param fed by stream, sources that the driver reads in place of the stream's own
     * @param goOn as in {@link SourceContext}
     * @throws NilometerException when a source cannot be read on Spark
     */
    public static Feeds of(
            Program program,
            Recipe recipe,
            Components components,
            Map<String, Source> fed,
            boolean goOn,
            Consumer<String> notice) {
        List<Feed> feeds = new ArrayList<>();
        List<RecordRate> rates = new ArrayList<>();
        for (int index = 0; index < program.sources().size(); index++) {
            Source given = fed.get(program.sources().get(index).stream());
            if (given != null) {
                feeds.add(new ShippedFeed(given));
                rates.add(new RecordRate(null));
                continue;
            }
            Input input = Input.of(program, index, recipe.files(), components);
            feeds.add(feed(program, recipe, input, goOn, notice));
            boolean planned = input.distribution() instanceof Distribution.InRanges;
            rates.add(new RecordRate(planned ? input.options().find(Rate.MAX_RATE) : null));
        }
        return new Feeds(feeds, rates);
    }

    private static Feed feed(Program program, Recipe recipe, Input input, boolean goOn, Consumer<String> notice) {
        HadoopFiles remote = new HadoopFiles(recipe.hadoop(), Duration.ZERO);
        SourceContext context = input.context(program, recipe.bounded(), Path.of(recipe.directory()), remote, notice)
                .goingOn(goOn);
        Distribution distribution = input.distribution();
        if (distribution instanceof Distribution.InRanges ranged) {
            return new PlannedFeed(ranged.ranges().planner(input.options(), context));
        } else if (distribution instanceof Distribution.ThroughOne one) {
            context.notice().accept(one.cost());
            return new ShippedFeed(input.create(context));
        }
        Distribution.OneMachine not = (Distribution.OneMachine) distribution;
        throw new NilometerException("not-on-spark", input.source().stream() + ": " + not.reason(), not.remedy());
    }

    /** Opens all of them, each where it stands. */
    public void open(Standing standing) {
        for (int source = 0; source < feeds.size(); source++) {
            feeds.get(source).open(standing.resume(source));
        }
    }

    /** In the same order. */
    List<RecordRate> rates() {
        return rates;
    }

    List<Feed> all() {
        return feeds;
    }

    public void wakeUp() {
        feeds.forEach(Feed::wakeUp);
    }

    @Override
    public void close() {
        feeds.forEach(Feed::close);
    }
}
