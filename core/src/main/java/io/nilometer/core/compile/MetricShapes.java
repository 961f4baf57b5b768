package io.nilometer.core.compile;

import io.nilometer.api.FieldType;
import io.nilometer.core.pipeline.Metric;
import io.nilometer.core.pipeline.Sql;
import io.nilometer.core.pipeline.Window;
import io.nilometer.core.program.Grouping;
import io.nilometer.core.program.Windows;
import io.nilometer.core.row.CatalystValues;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.catalyst.expressions.AttributeReference;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** Analyzes metrics. */
final class MetricShapes {

    static final String WINDOW_START = "window_start";
    static final String WINDOW_END = "window_end";

    private final Analysis analysis;
    private final Problems problems;
    private final RowColumns rowColumns;
    private final Lineage lineage;
    private final ZoneId timezone;
    private final AttributeReference windowStart = Names.column(WINDOW_START, DataTypes.TimestampType);
    private final AttributeReference windowEnd = Names.column(WINDOW_END, DataTypes.TimestampType);

    /** @param timezone of windows in days, weeks and months that name none */
    MetricShapes(Analysis analysis, RowColumns rowColumns, Lineage lineage, ZoneId timezone) {
        this.analysis = analysis;
        this.problems = analysis.problems();
        this.rowColumns = rowColumns;
        this.lineage = lineage;
        this.timezone = timezone;
    }

    AttributeReference windowStart() {
        return windowStart;
    }

    AttributeReference windowEnd() {
        return windowEnd;
    }

    /** Empty, and problems told, when it can't be computed. */
    Optional<MetricShape> shape(Metric metric, StreamShape stream) {
        Windows windows = windows(metric);
        Optional<Grouping.Slicing> slicing = slicing(metric, windows);
        Map<String, Named> perEvent = perEvent(metric, stream);
        boolean complete =
                perEvent.size() == metric.by().size() + (metric.where().isPresent() ? 1 : 0);
        Optional<Named> filter = Optional.ofNullable(perEvent.remove(""));
        Named where = filter.flatMap(analysis::asCondition).orElse(null);
        complete &= filter.isPresent() == (where != null);
        List<MetricShape.Key> keys = new ArrayList<>();
        perEvent.forEach((name, value) -> key(name, value).ifPresent(keys::add));
        complete &= keys.size() == metric.by().size();
        // Also when it cannot be computed: all of its mistakes are told at once.
        Optional<Selected> selected = select(metric, stream, keys);
        if (!complete || slicing.isEmpty() || selected.isEmpty()) {
            return Optional.empty();
        }
        Duration lateness = metric.lateness().orElse(stream.lateness());
        return Optional.of(new MetricShape(
                metric,
                stream,
                where,
                keys,
                slicing.get(),
                windows,
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
        metric.where().ifPresent(sql -> analysis.parse("", sql, stream.scope(), Spot.FILTER)
                .ifPresent(parsed::add));
        metric.by().forEach((name, sql) -> analysis.parse(name, sql, stream.scope(), Spot.KEY)
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
        if (ColumnTypes.holdsMap(type.get())) {
            ColumnTypes.refuseMapKey(value, problems);
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
            @Nullable Expression having,
            List<MetricShape.Order> order) {}

    private Optional<Selected> select(Metric metric, StreamShape stream, List<MetricShape.Key> keys) {
        Scope scope = stream.scope().with(WINDOW_START, windowStart).with(WINDOW_END, windowEnd);
        List<AttributeReference> groupedBy = new ArrayList<>(List.of(windowStart, windowEnd));
        for (MetricShape.Key key : keys) {
            scope = scope.with(key.name(), key.column());
            groupedBy.add(key.column());
        }
        for (String name : metric.by().keySet()) {
            scope = keys.stream().anyMatch(key -> key.name().equals(name)) ? scope : scope.pretending(name);
        }
        // Without columns, which was told when it was read, others than those of the stream may have been meant.
        scope = metric.select().isEmpty() ? scope.opened() : scope;
        SelectColumns earlier = new SelectColumns(scope, problems);
        List<Named> wanted = new ArrayList<>();
        boolean complete = true;
        for (Map.Entry<String, Sql> column : metric.select().entrySet()) {
            if (metric.by().containsKey(column.getKey())) {
                problems.error(
                        "duplicate-column",
                        "`" + column.getKey() + "` is a key already",
                        "leave it out of `select`: key columns are in every row",
                        column.getValue().place());
                complete = false;
                continue;
            }
            Optional<Named> parsed = result(column.getKey(), column.getValue(), scope, earlier);
            parsed.ifPresent(earlier::add);
            parsed.ifPresent(wanted::add);
            if (parsed.isEmpty()) {
                complete = false;
                scope = scope.find(column.getKey()) == null ? scope.pretending(column.getKey()) : scope;
            }
        }
        int results = wanted.size();
        Scope whole = scope;
        Optional<Named> having = metric.having().flatMap(sql -> result("having", sql, whole, earlier));
        having.ifPresent(wanted::add);
        complete &= metric.having().isPresent() == having.isPresent();
        List<OrderParser.Item> order = metric.top()
                .map(top -> OrderParser.parse(analysis, top.order()))
                .orElse(List.of());
        order.forEach(item -> wanted.add(earlier.resolve(item.value())));
        complete &= metric.top().isPresent() != order.isEmpty();
        complete &= metric.top().map(top -> ranksWithin(metric, top)).orElse(true);
        Optional<Selected> selected =
                extract(scope, earlier.names(), groupedBy, keys, wanted, results, having.isPresent(), order);
        return complete ? selected : Optional.empty();
    }

    private Optional<Named> result(String name, Sql sql, Scope scope, SelectColumns earlier) {
        return analysis.parse(name, sql, scope, Spot.RESULT)
                .map(earlier::resolve)
                .filter(column -> Spot.isFlat(column, problems));
    }

    /** Whether what is ranked within are columns of the row. */
    private boolean ranksWithin(Metric metric, Metric.Top top) {
        List<String> columns = new ArrayList<>(metric.by().keySet());
        columns.addAll(metric.select().keySet());
        boolean fine = true;
        for (String name : top.per()) {
            if (!columns.contains(name) && !name.equals(WINDOW_START) && !name.equals(WINDOW_END)) {
                fine = false;
                problems.error(
                        "unknown-column",
                        "`per` names `" + name + "`, which is no column of the metric `" + metric.name() + "`",
                        NearestName.remedy(name, columns, "columns"),
                        top.place());
            }
        }
        return fine;
    }

    /** @param selected names that may have been meant, beside those of the scope */
    private Optional<Selected> extract(
            Scope scope,
            Set<String> selected,
            List<AttributeReference> groupedBy,
            List<MetricShape.Key> keys,
            List<Named> wanted,
            int results,
            boolean having,
            List<OrderParser.Item> order) {
        AggregateExtraction extraction =
                new AggregateExtraction(analysis, rowColumns, lineage, keys, List.of(windowStart, windowEnd));
        List<Optional<Named>> extracted =
                extracted(extraction, analysis.aggregates(scope, selected, groupedBy, wanted));
        boolean complete = extracted.stream().allMatch(Optional::isPresent);
        List<FieldType> types = new ArrayList<>();
        List<Named> columns = new ArrayList<>();
        for (Optional<Named> result : extracted.subList(0, results)) {
            Optional<FieldType> type =
                    result.flatMap(found -> FieldTypes.of(found.tree().dataType()));
            if (result.isPresent() && type.isEmpty()) {
                ColumnTypes.refuse(result.get(), problems);
            }
            complete &= type.isPresent();
            type.ifPresent(types::add);
            result.ifPresent(columns::add);
        }
        int next = results;
        Optional<Named> condition = having ? extracted.get(next++).flatMap(analysis::asCondition) : Optional.empty();
        complete &= condition.isPresent() == having;
        List<MetricShape.Order> sorted = new ArrayList<>();
        for (OrderParser.Item item : order) {
            Optional<Named> value = extracted.get(next++);
            value.flatMap(found -> sorted(item, found)).ifPresent(sorted::add);
        }
        return complete && sorted.size() == order.size()
                ? Optional.of(new Selected(
                        extraction.aggregates(),
                        columns,
                        types,
                        condition.map(Named::tree).orElse(null),
                        sorted))
                : Optional.empty();
    }

    /** What uses a column that could not be had is not looked at: what is wrong with that one has been told. */
    private List<Optional<Named>> extracted(AggregateExtraction extraction, List<Optional<Named>> analyzed) {
        List<Optional<Named>> extracted = new ArrayList<>();
        Set<String> failed = new HashSet<>();
        for (Optional<Named> one : analyzed) {
            Optional<Named> result = one.filter(named -> named.uses().stream().noneMatch(failed::contains))
                    .flatMap(extraction::extract)
                    .flatMap(this::simplified);
            if (result.isEmpty()) {
                one.ifPresent(named -> failed.add(named.name()));
            }
            extracted.add(result);
        }
        return extracted;
    }

    private Optional<MetricShape.Order> sorted(OrderParser.Item item, Named value) {
        Optional<FieldType> type = FieldTypes.of(value.tree().dataType());
        if (type.isEmpty()
                || value.tree().dataType() instanceof ArrayType
                || value.tree().dataType() instanceof MapType
                || value.tree().dataType() instanceof StructType) {
            problems.error(
                    "not-sortable",
                    "`" + item.value().sql().text() + "` can't be sorted by",
                    "sort by a number, text or time",
                    item.value().sql().place());
            return Optional.empty();
        }
        return Optional.of(new MetricShape.Order(value.tree(), type.get(), item.direction()));
    }

    /** Null for a metric without windows. */
    private @Nullable Windows windows(Metric metric) {
        if (metric.window() instanceof Window.Sliding window) {
            return told(metric, WindowPlan.of(window));
        }
        return metric.window() instanceof Window.Calendar window ? told(metric, WindowPlan.of(window, timezone)) : null;
    }

    private Windows told(Metric metric, Windows windows) {
        if (windows.size() % windows.slide() != 0) {
            problems.info(
                    "uneven-slide",
                    "`" + metric.name() + "`: the slide does not divide the size, so its windows share pieces of "
                            + windows.slices().text(),
                    "more state and work; a slide that divides the size is cheaper",
                    metric.place());
        }
        return windows;
    }

    private static Optional<Grouping.Slicing> slicing(Metric metric, @Nullable Windows windows) {
        if (windows != null) {
            return Optional.of(windows.slices());
        }
        // That there are no other windows yet was told when the file was read.
        return metric.window() instanceof Window.All all
                ? Optional.of(new Grouping.Running(micros(all.keep())))
                : Optional.empty();
    }

    /** The largest long stands for "no limit". */
    static long micros(Duration duration) {
        if (duration.getSeconds() >= Long.MAX_VALUE / 1_000_000) {
            return Long.MAX_VALUE;
        }
        return Math.addExact(Math.multiplyExact(duration.getSeconds(), 1_000_000L), duration.getNano() / 1000);
    }
}
