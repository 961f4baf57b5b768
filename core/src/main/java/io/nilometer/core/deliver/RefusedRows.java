package io.nilometer.core.deliver;

import io.nilometer.api.Column;
import io.nilometer.api.Column.Role;
import io.nilometer.api.Relation;
import io.nilometer.api.Row;
import io.nilometer.api.RowsRefused;
import io.nilometer.api.Sink;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one output that its sink will never take: keeps them, counts them, tells of them. The output's thread keeps,
 * any thread takes the counts.
 */
public final class RefusedRows {

    public static final Relation RELATION = new Relation(
            "refused",
            Relation.Kind.REJECTED,
            List.of(
                    new Column("output", "string", Role.KEY),
                    new Column("relation", "string", Role.KEY),
                    new Column("reason", "string", Role.VALUE),
                    new Column("row", "map<string,string>", Role.VALUE)));

    private final String output;
    private final @Nullable Callable<Sink> place;
    private final Consumer<String> notice;
    private final Map<String, Long> counts = new HashMap<>();
    private @Nullable Sink sink;
    private long all;
    private long tellAt = 1;

    /**
     * @param place makes the sink that keeps them, when there are any; null when nothing does
     * @param notice takes one-line messages for the user
     */
    RefusedRows(String output, @Nullable Callable<Sink> place, Consumer<String> notice) {
        this.output = output;
        this.place = place;
        this.notice = notice;
    }

    /** Keeps rows of a batch; when the same batch comes again, they are kept once. */
    void keep(String incarnation, long batch, List<RowsRefused.Refused> refused) throws Exception {
        if (place != null) {
            if (sink == null) {
                sink = place.call();
            }
            List<Row> rows = new ArrayList<>();
            for (RowsRefused.Refused one : refused) {
                rows.add(Row.of(List.of(output, one.relation().name(), one.reason(), fields(one))));
            }
            sink.write(new Sink.Batch(incarnation, batch, List.of(new Sink.Rows(RELATION, rows))));
        }
        count(refused);
        all += refused.size();
        if (all >= tellAt) {
            tellAt = 10 * all;
            notice.accept("output " + output + ": " + all + (all == 1 ? " row was" : " rows were")
                    + " refused for good, the last one of "
                    + refused.get(refused.size() - 1).relation().name() + " ("
                    + refused.get(refused.size() - 1).reason() + "); "
                    + (place == null ? "" : "kept in refused/" + output + " beside the rejected records; ")
                    + "the others go on");
        }
    }

    private static Map<String, @Nullable Object> fields(RowsRefused.Refused refused) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        for (int i = 0; i < refused.relation().columns().size(); i++) {
            fields.put(refused.relation().columns().get(i).name(), refused.row().get(i));
        }
        return fields;
    }

    private synchronized void count(List<RowsRefused.Refused> refused) {
        refused.forEach(one -> counts.merge(one.relation().name(), 1L, Long::sum));
    }

    /** How many were refused since this was asked last, by relation. */
    synchronized Map<String, Long> take() {
        Map<String, Long> taken = Map.copyOf(counts);
        counts.clear();
        return taken;
    }

    void close() {
        Sink open = sink;
        sink = null;
        if (open != null) {
            open.close();
        }
    }
}
