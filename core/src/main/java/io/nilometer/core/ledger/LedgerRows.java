package io.nilometer.core.ledger;

import io.nilometer.api.Column;
import io.nilometer.api.Column.Role;
import io.nilometer.api.Relation;
import io.nilometer.api.Row;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The ledger as rows, for outputs that read {@code ledger}: one row per source stream, provisional until the end. */
public final class LedgerRows {

    public static final String NAME = "ledger";

    private static final String COUNTS = "map<string,bigint>";

    public static final Relation RELATION = new Relation(
            NAME,
            Relation.Kind.LEDGER,
            List.of(
                    new Column("stream", "string", Role.KEY),
                    new Column("read", "bigint", Role.VALUE),
                    new Column("used", "bigint", Role.VALUE),
                    new Column("filtered", "bigint", Role.VALUE),
                    new Column("duplicate", "bigint", Role.VALUE),
                    new Column("late", "bigint", Role.VALUE),
                    new Column("rejected", "bigint", Role.VALUE),
                    new Column("reasons", COUNTS, Role.VALUE),
                    new Column("late_for", COUNTS, Role.VALUE),
                    new Column("failed_for", COUNTS, Role.VALUE)));

    private LedgerRows() {}

    /** @param last whether no more will come */
    public static List<Row> of(Ledger ledger, boolean last, long revision) {
        List<Row> rows = new ArrayList<>();
        ledger.streams().forEach((stream, counts) -> rows.add(new Row(values(stream, counts), last, revision)));
        return rows;
    }

    private static List<Object> values(String stream, StreamLedger counts) {
        return Arrays.asList(
                stream,
                counts.readCount(),
                counts.usedCount(),
                counts.filteredCount(),
                counts.duplicateCount(),
                counts.lateCount(),
                counts.rejectedCount(),
                counts.reasons(),
                counts.lateFor(),
                counts.failedFor());
    }
}
