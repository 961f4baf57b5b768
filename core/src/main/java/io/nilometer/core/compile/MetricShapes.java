package io.nilometer.core.compile;

import io.nilometer.api.FieldType;
import io.nilometer.core.pipeline.Metric;
import io.nilometer.core.pipeline.Sql;
import io.nilometer.core.pipeline.Window;
import io.nilometer.core.program.Grouping;
import io.nilometer.core.row.CatalystValues;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.catalyst.expressions.AttributeReference;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructType;

/** Analyzes metrics. */
final class MetricShapes {

    static final String WINDOW_START = "window_start";
    static final String WINDOW_END = "window_end";

    private final Analysis analysis;
    private final Problems problems;
    private final RowColumns rowColumns;
    private final Lineage lineage;
    private final AttributeReference windowStart = Names.column(WINDOW_START, DataTypes.TimestampType);
    private final AttributeReference windowEnd = Names.column(WINDOW_END, DataTypes.TimestampType);

    MetricShapes(Analysis analysis, RowColumns rowColumns, Lineage lineage) {
        this.analysis = analysis;
        this.problems = analysis.problems();
        this.rowColumns = rowColumns;
        this.lineage = lineage;
    }

    AttributeReference windowStart() {
        return windowStart;
    }

    AttributeReference windowEnd() {
        return windowEnd;
    }

    /** Empty, and problems told, when it can't be computed. */
    Optional<MetricShape> shape(Metric metric, StreamShape stream) {
        Optional<Grouping.Slicing> slicing = slicing(metric);
        Map<String, Named> perEvent = perEvent(metric, stream);
        boolean complete =
                perEvent.size() == metric.by().size() + (metric.where().isPresent() ? 1 : 0);
        Named where = perEvent.remove("");
        if (where != null && !analysis.isCondition(where)) {
            complete = false;
        }
        List<MetricShape.Key> keys = new ArrayList<>();
        perEvent.forEach((name, value) -> key(name, value).ifPresent(keys::add));
        Optional<Selected> selected =
                complete && keys.size() == metric.by().size() ? select(metric, stream, keys) : Optional.empty();
        if (slicing.isEmpty() || selected.isEmpty()) {
            return Optional.empty();
        }
        Duration lateness = metric.lateness().orElse(stream.lateness());
        return Optional.of(new MetricShape(
                metric,
                stream,
                where,
                keys,
                slicing.get(),
                micros(lateness),
                selected.get().aggregates(),
                selected.get().results(),
                selected.get().types(),
                selected.get().having(),
                selected.get().order()));
    }

    /** The filter (under the empty name) and the keys: what is computed from every event besides aggregates' inputs. */
    private Map<String, Named> perEvent(Metric metric, StreamShape stream) {
        List<Named> parsed = new ArrayList<>();
        metric.where().ifPresent(sql -> analysis.parse("", sql, stream.scope()).ifPresent(parsed::add));
        metric.by().forEach((name, sql) -> analysis.parse(name, sql, stream.scope())
                .ifPresent(parsed::add));
        Map<String, Named> found = new LinkedHashMap<>();
        for (Optional<Named> analyzed : analysis.columns(stream.scope(), parsed)) {
            analyzed.flatMap(this::simplified).ifPresent(named -> found.put(named.name(), named));
        }
        return found;
    }

    private Optional<Named> simplified(Named named) {
        return analysis.simplify(named.with(rowColumns.withoutMeta(named.tree())));
    }

    private Optional<MetricShape.Key> key(String name, Named value) {
        Optional<FieldType> type = FieldTypes.of(value.tree().dataType());
        if (type.isEmpty()) {
            ColumnTypes.refuse(value, problems);
            return Optional.empty();
        }
        AttributeReference column = value.tree() instanceof AttributeReference plain
                ? plain
                : Names.column(name, CatalystValues.dataType(type.get()));
        return Optional.of(new MetricShape.Key(name, column, value, type.get(), lineage.text(value.tree())));
    }

    private record Selected(
            List<AggregateShape> aggregates,
            List<Named> results,
            List<FieldType> types,
            @org.jspecify.annotations.Nullable Expression having,
            List<MetricShape.Order> order) {}

    private Optional<Selected> select(Metric metric, StreamShape stream, List<MetricShape.Key> keys) {
        Scope scope = stream.scope().with(WINDOW_START, windowStart).with(WINDOW_END, windowEnd);
        List<AttributeReference> groupedBy = new ArrayList<>(List.of(windowStart, windowEnd));
        for (MetricShape.Key key : keys) {
            scope = scope.with(key.name(), key.column());
            groupedBy.add(key.column());
        }
        SelectColumns earlier = new SelectColumns(scope, problems);
        List<Named> wanted = new ArrayList<>();
        boolean complete = true;
        for (Map.Entry<String, Sql> column : metric.select().entrySet()) {
            if (keys.stream().anyMatch(key -> key.name().equals(column.getKey()))) {
                problems.error(
                        "duplicate-column",
                        "`" + column.getKey() + "` is a key already",
                        "leave it out of `select`: key columns are in every row",
                        column.getValue().place());
                complete = false;
                continue;
            }
            Optional<Named> parsed =
                    analysis.parse(column.getKey(), column.getValue(), scope).map(earlier::resolve);
            parsed.ifPresent(earlier::add);
            parsed.ifPresent(wanted::add);
            complete &= parsed.isPresent();
        }
        if (!complete) {
            return Optional.empty();
        }
        int results = wanted.size();
        Optional<Named> having = metric.having()
                .flatMap(sql -> analysis.parse("having", sql, stream.scope()))
                .map(earlier::resolve);
        having.ifPresent(wanted::add);
        List<OrderParser.Item> order = metric.top()
                .map(top -> OrderParser.parse(analysis, top.order()))
                .orElse(List.of());
        order.forEach(item -> wanted.add(earlier.resolve(item.value())));
        if (metric.having().isPresent() != having.isPresent() || metric.top().isPresent() && order.isEmpty()) {
            return Optional.empty();
        }
        return extract(scope, groupedBy, keys, wanted, results, having.isPresent(), order);
    }

    private Optional<Selected> extract(
            Scope scope,
            List<AttributeReference> groupedBy,
            List<MetricShape.Key> keys,
            List<Named> wanted,
            int results,
            boolean having,
            List<OrderParser.Item> order) {
        AggregateExtraction extraction =
                new AggregateExtraction(analysis, rowColumns, lineage, keys, List.of(windowStart, windowEnd));
        List<Named> extracted = new ArrayList<>();
        for (Optional<Named> analyzed : analysis.aggregates(scope, groupedBy, wanted)) {
            analyzed.flatMap(extraction::extract).flatMap(this::simplified).ifPresent(extracted::add);
        }
        if (extracted.size() < wanted.size() || extraction.failed()) {
            return Optional.empty();
        }
        List<FieldType> types = new ArrayList<>();
        for (Named result : extracted.subList(0, results)) {
            Optional<FieldType> type = FieldTypes.of(result.tree().dataType());
            if (type.isEmpty()) {
                ColumnTypes.refuse(result, problems);
                return Optional.empty();
            }
            types.add(type.get());
        }
        int next = results;
        Named condition = having ? extracted.get(next++) : null;
        if (condition != null && !analysis.isCondition(condition)) {
            return Optional.empty();
        }
        List<MetricShape.Order> sorted = new ArrayList<>();
        for (OrderParser.Item item : order) {
            Named value = extracted.get(next++);
            if (value.tree().dataType() instanceof ArrayType
                    || value.tree().dataType() instanceof MapType
                    || value.tree().dataType() instanceof StructType
                    || FieldTypes.of(value.tree().dataType()).isEmpty()) {
                problems.error(
                        "not-sortable",
                        "`" + item.value().sql().text() + "` can't be sorted by",
                        "sort by a number, text or time",
                        item.value().sql().place());
                return Optional.empty();
            }
            sorted.add(new MetricShape.Order(
                    value.tree(), FieldTypes.of(value.tree().dataType()).orElseThrow(), item.direction()));
        }
        return Optional.of(new Selected(
                extraction.aggregates(),
                extracted.subList(0, results),
                types,
                condition == null ? null : condition.tree(),
                sorted));
    }

    private Optional<Grouping.Slicing> slicing(Metric metric) {
        if (metric.window() instanceof Window.Sliding window) {
            long size = micros(window.size());
            long slide = micros(window.slide());
            if (size % slide != 0) {
                problems.info(
                        "uneven-slide",
                        "`" + metric.name() + "`: the slide does not divide the size, so its windows share pieces of "
                                + io.nilometer.api.Durations.print(Duration.ofNanos(gcd(size, slide) * 1000)),
                        "more state and work; a slide that divides the size is cheaper",
                        metric.place());
            }
            long width = gcd(size, slide);
            return Optional.of(new Grouping.Slices(width, Math.floorMod(micros(window.offset()), width)));
        }
        if (metric.window() instanceof Window.All all) {
            return Optional.of(new Grouping.Running(micros(all.keep())));
        }
        String kind = metric.window() instanceof Window.Session ? "session windows are" : "`window: same` is";
        problems.error(
                "not-yet",
                "`" + metric.name() + "`: " + kind + " not available yet",
                "use a window such as 5m",
                metric.place());
        return Optional.empty();
    }

    /** The largest long stands for "no limit". */
    static long micros(Duration duration) {
        if (duration.getSeconds() >= Long.MAX_VALUE / 1_000_000) {
            return Long.MAX_VALUE;
        }
        return Math.addExact(Math.multiplyExact(duration.getSeconds(), 1_000_000L), duration.getNano() / 1000);
    }

    private static long gcd(long a, long b) {
        return b == 0 ? a : gcd(b, a % b);
    }
}
