package io.nilometer.core.merge;

import io.nilometer.api.Row;
import io.nilometer.api.Sink;
import io.nilometer.core.program.MetricProgram;
import io.nilometer.core.program.MetricProgram.SortOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Puts together what the shards gave out: rows of each metric, with {@code top} applied over all of them. */
public final class Results {

    private Results() {}

    /** @param revision of all rows: the number of the batch */
    public static List<Sink.Rows> of(List<MergeOutput> shards, long revision) {
        Map<String, MergeOutput.MetricRows> together = new LinkedHashMap<>();
        for (MergeOutput shard : shards) {
            shard.byMetric().forEach((name, rows) -> {
                MergeOutput.MetricRows all = together.computeIfAbsent(
                        name, first -> new MergeOutput.MetricRows(rows.metric(), new ArrayList<>(), new HashSet<>()));
                all.rows().addAll(rows.rows());
                all.changed().addAll(rows.changed());
            });
        }
        List<Sink.Rows> results = new ArrayList<>();
        for (MergeOutput.MetricRows all : together.values()) {
            MetricProgram.Top top = all.metric().top();
            List<Row> finished = top == null ? plain(all.rows(), revision) : top(top, all, revision);
            if (!finished.isEmpty()) {
                results.add(new Sink.Rows(all.metric().relation(), finished));
            }
        }
        return results;
    }

    private static List<Row> plain(List<MergeOutput.Candidate> candidates, long revision) {
        List<Row> rows = new ArrayList<>(candidates.size());
        for (MergeOutput.Candidate candidate : candidates) {
            rows.add(new Row(
                    Collections.unmodifiableList(candidate.projected().values()),
                    candidate.last(),
                    candidate.overflow(),
                    candidate.partial(),
                    revision));
        }
        return rows;
    }

    /** Ranks within each window (final and provisional rows apart) and {@code per} values. */
    private static List<Row> top(MetricProgram.Top top, MergeOutput.MetricRows all, long revision) {
        int keyFrom = 2;
        int keyTo = keyFrom
                + (int) all.metric().relation().columns().stream()
                        .filter(column -> column.role() == io.nilometer.api.Column.Role.KEY)
                        .count();
        Map<List<@Nullable Object>, List<MergeOutput.Candidate>> groups = new LinkedHashMap<>();
        for (MergeOutput.Candidate candidate : all.rows()) {
            if (!candidate.last() && !all.changed().contains(candidate.endMicros())) {
                continue;
            }
            List<@Nullable Object> group =
                    new ArrayList<>(List.of(candidate.startMicros(), candidate.endMicros(), candidate.last()));
            top.per().forEach(column -> group.add(candidate.projected().values().get(column)));
            groups.computeIfAbsent(group, first -> new ArrayList<>()).add(candidate);
        }
        Comparator<MergeOutput.Candidate> order = (left, right) -> {
            int byOrder = compare(left.projected().order(), right.projected().order(), top.order());
            return byOrder != 0
                    ? byOrder
                    : compareKeys(
                            left.projected().values().subList(keyFrom, keyTo),
                            right.projected().values().subList(keyFrom, keyTo));
        };
        List<Row> rows = new ArrayList<>();
        for (List<MergeOutput.Candidate> group : groups.values()) {
            group.sort(order);
            for (int rank = 1; rank <= Math.min(top.n(), group.size()); rank++) {
                MergeOutput.Candidate candidate = group.get(rank - 1);
                List<@Nullable Object> values =
                        new ArrayList<>(candidate.projected().values());
                values.add((long) rank);
                rows.add(new Row(
                        Collections.unmodifiableList(values),
                        candidate.last(),
                        candidate.overflow(),
                        candidate.partial(),
                        revision));
            }
        }
        return rows;
    }

    private static int compare(
            List<@Nullable Comparable<?>> left, List<@Nullable Comparable<?>> right, List<SortOrder> orders) {
        for (int i = 0; i < orders.size(); i++) {
            SortOrder order = orders.get(i);
            Object one = left.get(i);
            Object other = right.get(i);
            if (one == null || other == null) {
                if (one != other) {
                    return (one == null) == order.nullsFirst() ? -1 : 1;
                }
                continue;
            }
            int compared = compareValues(one, other);
            if (compared != 0) {
                return order.descending() ? -compared : compared;
            }
        }
        return 0;
    }

    /** Ascending, nulls first. */
    private static int compareKeys(List<@Nullable Object> left, List<@Nullable Object> right) {
        for (int i = 0; i < left.size(); i++) {
            Object one = left.get(i);
            Object other = right.get(i);
            int compared = one == null || other == null
                    ? Boolean.compare(one != null, other != null)
                    : compareValues(one, other);
            if (compared != 0) {
                return compared;
            }
        }
        return 0;
    }

    /**
     * Values of one column have one type. Text is compared by its UTF-8 bytes, as SQL does; what is not comparable (lists,
     * maps) by its text.
     */
    @SuppressWarnings({"unchecked", "rawtypes"}) // same column, same type
    private static int compareValues(Object left, Object right) {
        if (left instanceof String one && right instanceof String other) {
            return Arrays.compareUnsigned(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
        }
        if (left instanceof Comparable comparable && left.getClass() == right.getClass()) {
            return comparable.compareTo(right);
        }
        return left.toString().compareTo(right.toString());
    }
}
