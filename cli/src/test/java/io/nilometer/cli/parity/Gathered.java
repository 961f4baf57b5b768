package io.nilometer.cli.parity;

import io.nilometer.api.Relation;
import io.nilometer.api.Row;
import io.nilometer.api.Sink;
import io.nilometer.core.deliver.Subscription;
import io.nilometer.core.pipeline.Output;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a run gives out, as sorted text; of a batch that comes again, what came last counts. */
final class Gathered implements Sink {

    private final Map<String, List<String>> batches = new ConcurrentHashMap<>();

    /** @param updates also provisional rows */
    Subscription of(List<Relation> relations, boolean updates) {
        return new Subscription("gathered", relations, updates, Output.Retry.DEFAULT, () -> this);
    }

    @Override
    public void write(Batch batch) {
        List<String> lines = new ArrayList<>();
        for (Rows rows : batch.outputs()) {
            rows.rows().forEach(row -> lines.add(line(rows.relation(), row)));
        }
        batches.put(batch.incarnation() + " " + batch.number(), lines);
    }

    List<String> sorted() {
        return batches.values().stream().flatMap(List::stream).sorted().toList();
    }

    private static String line(Relation relation, Row row) {
        return relation.name()
                + (row.last() ? " " : " provisional ")
                + (row.overflow() ? "overflow " : "")
                + (row.partial() ? "partial " : "")
                + text(row.values());
    }

    /** Doubles to ten digits behind the first: sums may differ in the last bits. */
    private static String text(@Nullable Object value) {
        if (value instanceof Double real) {
            return String.format(Locale.ROOT, "%.10e", real);
        } else if (value instanceof List<?> list) {
            return list.stream().map(Gathered::text).collect(Collectors.joining(", ", "[", "]"));
        } else if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream()
                    .map(entry -> text(entry.getKey()) + "=" + text(entry.getValue()))
                    .collect(Collectors.joining(", ", "{", "}"));
        }
        return value instanceof byte[] bytes ? Base64.getEncoder().encodeToString(bytes) : String.valueOf(value);
    }

    @Override
    public void close() {}
}
