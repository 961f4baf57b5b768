package io.nilometer.cli.parity;

import io.nilometer.embedded.oracle.Events;
import io.nilometer.embedded.oracle.Expressions;
import io.nilometer.embedded.oracle.Pipelines;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A random pipeline file over two sources of {@link Events}, with everything that both engines can do: unions, exploded
 * streams, streams of late and rejected records, expressions that fail for some records, windows that tumble, slide, run or are days, {@code having}, {@code top}, and streams
 * as outputs.
 */
final class AnyPipeline {

    private static final List<String> CALENDAR = List.of(
            "1d in Europe/Berlin",
            "2d every 1d in Asia/Kathmandu",
            "1w offset 6h in America/Sao_Paulo",
            "3mo every 1mo",
            "1d offset 5h in Africa/Cairo");

    /** The two sources. */
    static final List<String> SOURCES = List.of("events", "others");

    private static final List<String> STREAMS = List.of("events", "others", "one", "parts", "both", "risky");

    private final Random random;
    private final Expressions expressions;
    private final StringBuilder yaml = new StringBuilder("name: parity\n");

    private AnyPipeline(Random random) {
        this.random = random;
        expressions = new Expressions(random);
    }

    static String text(Random random) {
        AnyPipeline pipeline = new AnyPipeline(random);
        pipeline.streams();
        pipeline.line("metrics:");
        int metrics = 2 + random.nextInt(3);
        for (int metric = 0; metric < metrics; metric++) {
            pipeline.metric("m" + metric, STREAMS.get(random.nextInt(STREAMS.size())), metric == 0);
        }
        pipeline.line("  how_late: {from: events.late, by: t, window: 20s, select: {c: count(*), most: max(late_by)}}");
        pipeline.line("  why: {from: others.rejected, by: reason, window: 20s, select: {c: count(*), s: max(raw)}}");
        pipeline.line("outputs:");
        pipeline.line("  screen: {console: {}, from: [one, both, m0, events.late, others.rejected]}");
        return pipeline.yaml.toString();
    }

    private void streams() {
        line("streams:");
        String derived = expressions.value();
        for (String source : SOURCES) {
            line("  " + source + ":");
            line("    source: {file: {path: replaced.ndjson}}");
            line("    format: json");
            line("    schema:");
            for (String[] field : Events.SCHEMA) {
                line("      " + field[0] + ": " + Pipelines.quoted(field[1]));
            }
            line("    time: {field: ts, lateness: " + random.nextInt(12) + "s}");
            line("    steps:");
            line("      - derive: {v: " + Pipelines.quoted(derived) + "}");
            if (random.nextInt(3) == 0) {
                line("      - where: " + Pipelines.quoted(expressions.flag()));
            }
        }
        stream("one", "events", "where: " + Pipelines.quoted(expressions.flag()));
        String elements = "transform(a, (e, j) -> coalesce(e, 0) + n * 100 + j)";
        stream("parts", "others", "explode: {part: " + Pipelines.quoted(elements) + "}");
        stream("risky", "events", "derive: {w: \"element_at(array('x', 'y'), coalesce(i, 0))\"}");
        stream("both", "[one, others]", "derive: {w: length(t)}");
    }

    private void stream(String name, String from, String step) {
        line("  " + name + ":");
        line("    from: " + from);
        line("    steps:");
        line("      - " + step);
    }

    private void metric(String name, String from, boolean running) {
        line("  " + name + ":");
        line("    from: " + from);
        window(running);
        if (random.nextInt(3) == 0) {
            line("    where: " + Pipelines.quoted(expressions.flag()));
        }
        boolean keyed = random.nextInt(4) > 0;
        if (keyed) {
            line("    by:");
            for (int key = random.nextInt(2); key >= 0; key--) {
                line("      k" + key + ": " + Pipelines.quoted(expressions.key()));
            }
        }
        line("    select:");
        List<String> exact = new ArrayList<>();
        if (random.nextInt(3) == 0) {
            line("      f: \"count(element_at(array(1, 2), i))\"");
        }
        for (int column = random.nextInt(6); column >= 0; column--) {
            Expressions.Aggregate aggregate = expressions.aggregate(true);
            line("      c" + column + ": " + Pipelines.quoted(aggregate.ours()));
            if (aggregate.exact()) {
                exact.add("c" + column);
            }
        }
        if (!exact.isEmpty()) {
            line("      r: " + Pipelines.quoted(expressions.result(exact.get(0))));
        }
        if (random.nextInt(4) == 0) {
            line("    having: count(*) > 1");
        }
        if (!running && !exact.isEmpty() && random.nextInt(3) == 0) {
            line("    top: {n: " + (1 + random.nextInt(3)) + ", order: " + exact.get(0)
                    + (random.nextBoolean() ? " desc" : "") + (keyed && random.nextBoolean() ? ", per: [k0]" : "")
                    + "}");
        }
    }

    private void window(boolean running) {
        if (running) {
            line("    window: all");
            line("    keep: " + (3 + random.nextInt(20)) + "s");
        } else if (random.nextInt(6) == 0) {
            line("    window: " + CALENDAR.get(random.nextInt(CALENDAR.size())));
        } else {
            int slide = 2 + random.nextInt(9);
            int size = random.nextBoolean() ? slide : slide + random.nextInt(12);
            String offset = random.nextInt(3) == 0 ? " offset " + (1 + random.nextInt(slide - 1)) + "s" : "";
            line("    window: " + size + "s every " + slide + "s" + offset);
        }
        if (random.nextBoolean()) {
            line("    lateness: " + random.nextInt(15) + "s");
        }
    }

    private void line(String text) {
        yaml.append(text).append('\n');
    }
}
