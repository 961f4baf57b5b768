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
import java.util.Optional;

/** Makes sinks that show rows on standard output. */
public final class ConsoleSinkFactory implements SinkFactory {

    static final Option<Long> ROWS = Option.optional(
            "rows",
            OptionType.INTEGER,
            "at most so many rows of a table are shown at once, the others are counted; otherwise all, and on a terminal "
                    + "that redraws as many as fit");
    static final Option<Shape> FORMAT = Option.of(
            "format",
            OptionType.oneOf(Shape.class),
            Shape.TABLE,
            "table for people; json for programs, all rows, one object a line");

    private static final ComponentSpec SPEC = new ComponentSpec(
            "console",
            "Results on standard output. On a terminal `run` and `demo` show tables as a screen that redraws in place; "
                    + "elsewhere they come as plain rows, one table for each relation and batch. Rows of windows that are "
                    + "still open are marked with ~.",
            List.of(ROWS, FORMAT));

    /** How rows look. */
    public enum Shape {
        TABLE,
        JSON
    }

    /** Whether rows are for people. */
    public static boolean isTable(Options options) {
        return options.get(FORMAT) == Shape.TABLE;
    }

    /** How many rows of a table are wanted at most; empty means as many as there is room for. */
    public static Optional<Integer> most(Options options) {
        return Optional.ofNullable(options.find(ROWS)).map(Long::intValue);
    }

    @Override
    public ComponentSpec spec() {
        return SPEC;
    }

    @Override
    public List<Problem> check(Options options, Place place) {
        return most(options).filter(rows -> rows < 1 || rows > 100_000).isPresent()
                ? List.of(Problem.error(
                        "bad-rows", "console: rows must be from 1 to 100000", "leave it out for all rows", place))
                : List.of();
    }

    @Override
    public Guarantee guarantee() {
        return Guarantee.AT_LEAST_ONCE;
    }

    @Override
    public Sink create(Options options, SinkContext context) {
        boolean several = context.relations().size() > 1;
        return new ConsoleSink(
                isTable(options)
                        ? new TablePrinter(most(options).orElse(Integer.MAX_VALUE))
                        : new JsonPrinter(several));
    }
}
