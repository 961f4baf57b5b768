package io.nilometer.connectors.console;

import io.nilometer.api.ComponentSpec;
import io.nilometer.api.Option;
import io.nilometer.api.OptionType;
import io.nilometer.api.Options;
import io.nilometer.api.Place;
import io.nilometer.api.Problem;
import io.nilometer.api.Sink;
import io.nilometer.api.SinkContext;
import io.nilometer.api.SinkFactory;
import java.util.List;

/** Makes sinks that show rows on standard output. */
public final class ConsoleSinkFactory implements SinkFactory {

    static final Option<Long> ROWS = Option.of(
            "rows", OptionType.INTEGER, 20L, "how many rows of a table are shown at once; the others are counted");
    static final Option<Shape> FORMAT = Option.of(
            "format",
            OptionType.oneOf(Shape.class),
            Shape.TABLE,
            "table for people; json for programs, all rows, one object a line");

    private static final ComponentSpec SPEC = new ComponentSpec(
            "console",
            "Tables on the terminal: one for each relation and batch. Rows of windows that are still open are marked with ~.",
            List.of(ROWS, FORMAT));

    /** How rows look. */
    public enum Shape {
        TABLE,
        JSON
    }

    @Override
    public ComponentSpec spec() {
        return SPEC;
    }

    @Override
    public List<Problem> check(Options options, Place place) {
        return options.get(ROWS) < 1 || options.get(ROWS) > 100_000
                ? List.of(
                        Problem.error("bad-rows", "console: rows must be from 1 to 100000", "the default is 20", place))
                : List.of();
    }

    @Override
    public Guarantee guarantee() {
        return Guarantee.AT_LEAST_ONCE;
    }

    @Override
    public Sink create(Options options, SinkContext context) {
        boolean json = options.get(FORMAT) == Shape.JSON;
        boolean several = context.relations().size() > 1;
        return new ConsoleSink(
                json
                        ? new JsonPrinter(several)
                        : new TablePrinter(
                                Look.ofThisTerminal(), options.get(ROWS).intValue()));
    }
}
