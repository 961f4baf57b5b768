package io.nilometer.embedded;

import io.nilometer.api.Column;
import io.nilometer.api.Column.Role;
import io.nilometer.api.Field;
import io.nilometer.api.FieldType.Simple;
import io.nilometer.api.Options;
import io.nilometer.api.Place;
import io.nilometer.api.Relation;
import io.nilometer.core.aggregate.AggregateFunction;
import io.nilometer.core.aggregate.AggregateSpec;
import io.nilometer.core.frame.Framing;
import io.nilometer.core.pipeline.EventTime;
import io.nilometer.core.pipeline.Limits;
import io.nilometer.core.pipeline.Pipeline;
import io.nilometer.core.pipeline.Stream;
import io.nilometer.core.pipeline.Use;
import io.nilometer.core.program.CalendarSlices;
import io.nilometer.core.program.FixedSlices;
import io.nilometer.core.program.Grouping;
import io.nilometer.core.program.MetricProgram;
import io.nilometer.core.program.Program;
import io.nilometer.core.program.ResultProjector;
import io.nilometer.core.program.SourceProgram;
import io.nilometer.core.program.StreamNode;
import io.nilometer.core.program.TimeProgram;
import io.nilometer.core.row.CatalystValues;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * Programs made by hand, without the expression compiler: records are {@code micros,key,value}; every grouping counts, sums
 * the values and counts distinct values by key.
 */
final class HandMade {

    /** A record that kills the thread that decodes it, as a defect would. */
    static final String FATAL = "fatal";

    /** A record whose decoding does not end before {@link #RELEASED}. */
    static final String STUCK = "stuck";

    static final CountDownLatch RELEASED = new CountDownLatch(1);

    private static final int TIME = 0;
    private static final int KEY = 1;
    private static final int VALUE = 2;
    private static final int EVENT_TIME = 3;

    private HandMade() {}

    /** A grouping with one metric; size 0 means running, and slide then is what it is kept for. */
    record Windows(
            String metric,
            long size,
            long slide,
            long offset,
            long lateness,
            @Nullable Calendar calendar) {
        Windows(String metric, long size, long slide, long offset, long lateness) {
            this(metric, size, slide, offset, lateness, null);
        }

        /** The slices that its windows are made of. */
        io.nilometer.core.program.@Nullable Windows compiled() {
            if (calendar != null) {
                CalendarSlices.Rule rule = new CalendarSlices.Rule(
                        calendar.zone, calendar.months, 1, 0, calendar.timeOfDay.toSecondOfDay() * 1_000_000L);
                return new io.nilometer.core.program.Windows(
                        new CalendarSlices(rule), calendar.size, calendar.slide, 0, 0, "by the calendar");
            }
            long width = gcd(size, slide);
            return size == 0
                    ? null
                    : new io.nilometer.core.program.Windows(
                            new FixedSlices(width, Math.floorMod(offset, width)),
                            size / width,
                            slide / width,
                            Math.floorDiv(offset, width),
                            size,
                            "fixed");
        }
    }

    /** Windows of {@code size} days or months which begin every {@code slide} of them, counted from January 1970. */
    record Calendar(ZoneId zone, boolean months, int size, int slide, LocalTime timeOfDay) {}

    static Program program(List<Windows> metrics) {
        return program(metrics, Limits.DEFAULT);
    }

    static Program program(List<Windows> metrics, Limits limits) {
        List<Grouping> groupings = new ArrayList<>();
        List<StreamNode.Feed> feeds = new ArrayList<>();
        for (Windows windows : metrics) {
            groupings.add(grouping(groupings.size(), windows));
            feeds.add(new StreamNode.Feed(
                    groupings.size() - 1,
                    -1,
                    new int[] {KEY},
                    List.of(new int[0], new int[] {VALUE}, new int[] {VALUE}),
                    new int[] {-1, -1, -1}));
        }
        StreamNode root = new StreamNode("events", List.of(), null, feeds, -1, new int[0], List.of());
        TimeProgram time = new TimeProgram(false, null, TIME, false, null, 0, Long.MAX_VALUE, false, 30_000_000L);
        SourceProgram source = new SourceProgram(
                0,
                "events",
                input(),
                Framing.NONE,
                () -> HandMade::decode,
                () -> HandMade::decode,
                List.of(
                        Field.of("time", Simple.TIMESTAMP),
                        Field.of("key", Simple.STRING),
                        Field.of("value", Simple.LONG)),
                List.of(Simple.TIMESTAMP, Simple.STRING, Simple.LONG, Simple.TIMESTAMP),
                Map.of(),
                EVENT_TIME,
                time,
                false,
                root,
                null,
                -1,
                null);
        return new Program(pipeline(limits), List.of(source), groupings, List.of());
    }

    private static Grouping grouping(int index, Windows windows) {
        io.nilometer.core.program.Windows compiled = windows.compiled();
        Grouping.Slicing slicing = compiled == null ? new Grouping.Running(windows.slide) : compiled.slices();
        List<AggregateSpec> aggregates = List.of(
                spec(AggregateFunction.COUNT, List.of(), "count"),
                spec(AggregateFunction.SUM, List.of(Simple.LONG), "sum"),
                spec(AggregateFunction.COUNT_DISTINCT, List.of(Simple.LONG), "distinct"));
        Relation relation = new Relation(
                windows.metric,
                Relation.Kind.METRIC,
                List.of(
                        new Column("window_start", "timestamp", Role.WINDOW),
                                new Column("window_end", "timestamp", Role.WINDOW),
                        new Column("key", "string", Role.KEY), new Column("count", "bigint", Role.VALUE),
                        new Column("sum", "bigint", Role.VALUE), new Column("distinct", "bigint", Role.VALUE)));
        MetricProgram metric = new MetricProgram(
                windows.metric,
                compiled,
                List.of(0, 1, 2),
                Rows::new,
                null,
                relation,
                List.of(Simple.TIMESTAMP, Simple.TIMESTAMP, Simple.STRING, Simple.LONG, Simple.LONG, Simple.LONG),
                0);
        return new Grouping(
                index,
                windows.metric,
                "",
                List.of(new Grouping.Key("key", Simple.STRING)),
                slicing,
                windows.lateness,
                aggregates,
                List.of(metric),
                Set.of(0));
    }

    private static AggregateSpec spec(
            AggregateFunction function, List<io.nilometer.api.FieldType> inputs, String text) {
        return new AggregateSpec(function, false, inputs, Simple.LONG, List.of(), 10_000, null, text);
    }

    private static final class Rows implements ResultProjector {
        @Override
        public Projected project(Object[] keys, Object[] aggregates, long startMicros, long endMicros) {
            List<Object> values = new ArrayList<>();
            values.add(CatalystValues.instant(startMicros));
            values.add(CatalystValues.instant(endMicros));
            values.add(String.valueOf(keys[0]));
            values.addAll(List.of(aggregates));
            return new Projected(values, List.of());
        }

        @Override
        public boolean wasTooLarge() {
            return false;
        }

        @Override
        public long takeFailures() {
            return 0;
        }
    }

    private static String decode(byte[] buffer, int offset, int length, io.nilometer.api.FieldWriter out) {
        String text = new String(buffer, offset, length, StandardCharsets.UTF_8);
        if (text.equals(FATAL)) {
            throw new StackOverflowError("made by a test");
        }
        if (text.equals(STUCK)) {
            try {
                RELEASED.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        String[] parts = text.split(",", -1);
        if (parts.length != 3) {
            return "wrong_columns";
        }
        out.setLong(TIME, Long.parseLong(parts[0]));
        byte[] key = parts[1].getBytes(StandardCharsets.UTF_8);
        out.setBytes(KEY, key, 0, key.length);
        out.setLong(VALUE, Long.parseLong(parts[2]));
        return null;
    }

    private static Stream.Source input() {
        Use nothing = new Use("none", new Options(Map.of()), Place.NOWHERE);
        return new Stream.Source(
                nothing,
                List.of(nothing),
                Optional.empty(),
                StandardCharsets.UTF_8,
                Map.of(),
                new EventTime.Arrival(Duration.ofSeconds(30)),
                false);
    }

    private static Pipeline pipeline(Limits limits) {
        return new Pipeline(
                "hand-made",
                Place.NOWHERE,
                Path.of("."),
                ZoneOffset.UTC,
                Map.of(),
                Map.of(),
                Map.of(),
                Map.of(),
                Map.of(),
                Map.of(),
                Map.of(),
                limits,
                Map.of(),
                List.of(),
                "");
    }

    private static long gcd(long left, long right) {
        return right == 0 ? left : gcd(right, left % right);
    }
}
