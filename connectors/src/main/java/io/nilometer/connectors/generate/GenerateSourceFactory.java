package io.nilometer.connectors.generate;

import io.nilometer.api.ComponentSpec;
import io.nilometer.api.NilometerException;
import io.nilometer.api.Option;
import io.nilometer.api.OptionType;
import io.nilometer.api.Options;
import io.nilometer.api.Place;
import io.nilometer.api.Problem;
import io.nilometer.api.RecordGenerator;
import io.nilometer.api.Source;
import io.nilometer.api.SourceContext;
import io.nilometer.api.SourceFactory;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** Makes sources of made-up records. */
public final class GenerateSourceFactory implements SourceFactory {

    private static final OptionType<Double> NUMBER =
            new OptionType<>("number", "{\"type\":[\"number\",\"string\"]}", raw -> {
                try {
                    return Double.parseDouble(String.valueOf(raw));
                } catch (NumberFormatException e) {
                    throw new IllegalArgumentException("a number");
                }
            });

    static final Option<Double> RATE =
            Option.optional("rate", NUMBER, "records per second; the demo section's when left out");
    static final Option<Long> COUNT = Option.optional("count", OptionType.INTEGER, "end after so many records");

    private static final ComponentSpec SPEC = new ComponentSpec(
            "generate",
            "Records made by the demo section of the stream, the same ones for the same seed.",
            List.of(RATE, COUNT));

    @Override
    public ComponentSpec spec() {
        return SPEC;
    }

    @Override
    public List<Problem> check(Options options, Place place) {
        List<Problem> problems = new ArrayList<>();
        Double rate = options.find(RATE);
        if (rate != null && !(rate > 0 && rate <= 100_000_000)) {
            problems.add(Problem.error(
                    "bad-rate",
                    "generate: rate must be more than 0 and at most 100000000",
                    "write records per second, such as 500",
                    place));
        }
        Long count = options.find(COUNT);
        if (count != null && count < 0) {
            problems.add(Problem.error(
                    "bad-count", "generate: count must not be negative", "leave it out to go on for ever", place));
        }
        return problems;
    }

    @Override
    public Replay replay(Options options) {
        return Replay.REPLAYABLE;
    }

    @Override
    public Source create(Options options, SourceContext context) {
        RecordGenerator generator = context.generator();
        if (generator == null) {
            throw new NilometerException(
                    "no-demo",
                    "stream " + context.stream() + " has no demo section that says what to generate",
                    "add demo: " + context.stream() + ": with rate and fields");
        }
        if (context.untilEnd() && !options.has(COUNT)) {
            throw new NilometerException(
                    "no-end",
                    "stream " + context.stream()
                            + " is generated without end, but the run should stop at the end of its inputs",
                    "say how many with count, or replace it by a file with --input " + context.stream() + "=PATH");
        }
        Double rate = options.find(RATE);
        Long count = options.find(COUNT);
        return new GenerateSource(
                generator,
                rate == null ? generator.rate() : rate,
                count == null ? Long.MAX_VALUE : count,
                Clock.systemUTC());
    }
}
